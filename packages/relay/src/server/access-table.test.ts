import { allRights, type ClientFrame, type RelayFrame, type Right } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Operation, operations } from './authorise'
import { governed } from './guarded-relay.fixture'
import { type RawClient, Writer } from './raw-client.fixture'

type Level = Right | 'none'
type State = 'never joined' | 'joined' | 'lowered'
/** What an agent gets for a frame; `silence`: the frame is dropped, as one for a channel that does not exist. */
type Outcome = 'ok' | 'forbidden' | 'unknown-room' | 'silence'
type Row = Readonly<Record<Operation | 'curate', Outcome>>

const levels: readonly Level[] = ['none', ...allRights]

const outside: Row = {
  join: 'unknown-room',
  update: 'silence',
  curate: 'silence',
  presence: 'silence',
  lease: 'silence',
  purge: 'silence',
}
const stranger: Row = { ...outside, join: 'ok' }
const reader: Row = {
  join: 'ok',
  update: 'forbidden',
  curate: 'forbidden',
  presence: 'ok',
  lease: 'forbidden',
  purge: 'forbidden',
}
const writer: Row = { join: 'ok', update: 'ok', curate: 'forbidden', presence: 'ok', lease: 'ok', purge: 'ok' }
const curator: Row = { ...writer, curate: 'ok' }

/** Everything a connection can ask for, by what its agent may do and where it stands. */
const table: Readonly<Record<State, Readonly<Record<Level, Row>>>> = {
  'never joined': {
    none: outside,
    discover: outside,
    read: stranger,
    append: stranger,
    curate: stranger,
    admin: stranger,
  },
  joined: { none: outside, discover: outside, read: reader, append: writer, curate: curator, admin: curator },
  lowered: { none: outside, discover: outside, read: reader, append: writer, curate: curator, admin: curator },
}

const answers: ReadonlySet<RelayFrame['type']> = new Set([
  'joined',
  'join-refused',
  'ack',
  'refused',
  'granted',
  'lease-refused',
  'purged',
])

/** What comes back for a frame; what is dropped is not waited for. */
async function outcomeOf(client: RawClient, frame: ClientFrame, isDropped: boolean): Promise<Outcome> {
  client.send(frame)
  await client.settle()
  const answer = () => client.pending.find(type => answers.has(type))
  if (!isDropped) await expect.poll(answer, { interval: 1 }).toBeDefined()
  const type = answer()
  if (type === undefined) return 'silence'
  const found = await client.next(type)
  const code = found.type === 'purged' ? found.refusal?.code : 'code' in found ? found.code : undefined
  return (code ?? 'ok') as Outcome
}

/** Whether others in a room are shown something new of somebody. */
async function isShown(reader: RawClient, channel: number): Promise<boolean> {
  let isThere = false
  await reader.settle()
  while (reader.pending.includes('presence-changed')) {
    const changed = await reader.next('presence-changed')
    isThere ||= changed.channel === channel && changed.state.length > 0
  }
  return isThere
}

test('AC1 TK10 TK11 every operation, by every right, in every state', async () => {
  const { grant, revoke, greet, clock } = await governed({ limits: { presencePerSecond: 1000 } })
  await grant('editor', '**', 'admin')
  const editor = await greet('editor')
  const wrong: string[] = []
  const check = (isSo: boolean, what: string) => isSo || wrong.push(what)
  let id = 1000
  for (const state of Object.keys(table) as State[]) {
    for (const level of levels) {
      const space = `${state} ${level}`
      const agent = `agent ${++id}`
      const first = state === 'lowered' ? 'admin' : level
      if (first !== 'none') await grant(agent, space, first)
      const { joined } = await editor.join(space, { tenant: 'acme', ids: [++id] })
      const { channel } = joined
      const foreign = new Writer(id)
      const update = foreign.push('by the editor')
      editor.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update })
      await editor.next('ack')
      const client = await greet(agent)
      const own = new Writer(++id)
      const room = { tenant: 'acme', space, segment: 0 }
      const vector = new Map()
      const join = { type: 'join', request: 1, room, epoch: '', ids: [id], vector, deletesDigest: 0 } as const
      if (state !== 'never joined' && table[state][first].join === 'ok') {
        await client.join(space, { tenant: 'acme', ids: [id] })
      }
      if (state === 'lowered' && level !== 'admin') {
        await revoke(agent, space, level === 'none' ? 'discover' : allRights[allRights.indexOf(level) + 1]!)
      }
      Y.applyUpdate(own.doc, update)
      let seq = 0
      const frames: Readonly<Record<Operation | 'curate', () => ClientFrame>> = {
        presence: () => ({ type: 'presence', channel, client: own.client, state: Uint8Array.of(1) }),
        lease: () => ({ type: 'acquire', channel, request: 2, key: 'k', holder: 1, ttlMs: 1000 }),
        purge: () => ({ type: 'purge', channel, request: 3 }),
        update: () => ({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: own.push('mine') }),
        curate: () => {
          const cut = own.change(doc => doc.getArray(`w/${foreign.client.toString(36)}/0`).delete(0))
          return { type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: cut }
        },
        join: () => join,
      }
      expect(Object.keys(frames).sort()).toEqual([...operations, 'curate'].sort())
      for (const [operation, frame] of Object.entries(frames) as [Operation | 'curate', () => ClientFrame][]) {
        const wanted = table[state][level][operation]
        let found = await outcomeOf(client, frame(), wanted === 'silence' || operation === 'presence')
        if (operation === 'presence') {
          clock.pass(50)
          found = (await isShown(editor, channel)) ? 'ok' : 'silence'
        }
        check(found === wanted, `${state}, ${level}: ${operation} gives ${found}, not ${wanted}`)
        // A refusal blocks the channel until it joins again.
        if (found === 'forbidden' && operation === 'update') {
          await client.join(space, { tenant: 'acme', ids: [own.client] })
          seq = 0
        }
      }
      await client.settle()
      check(!client.pending.some(type => answers.has(type)), `${state}, ${level}: a dropped frame was answered late`)
      client.close()
    }
  }
  expect(wrong).toEqual([])
})
