import { encodeUpdate, type Joined, type Limits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries } from '../model'
import { type OutboxRecord, withUpdate } from './outbox'
import { updateOf } from './scripted-room.fixture'
import { type SessionEvent, step } from './session'
import { proceed } from './session-send'
import { noSession, type Session, type SessionEffect, type SessionView } from './session-shape'

const client = 5
const channel = 9
const joined: Joined = {
  type: 'joined',
  request: 1,
  channel,
  epoch: 'one',
  rights: ['read', 'append'],
  taken: [],
  vector: new Map(),
  pieces: 0,
  bytes: 0,
  bindings: [],
}

function viewOf(change: Partial<SessionView> = {}): SessionView {
  return {
    client,
    hole: undefined,
    own: new Set([client]),
    receipts: new Map(),
    spare: 0,
    epoch: 'one',
    sentUpTo: null,
    restore: [],
    outbox: [],
    vector: new Map(),
    deletes: new Map(),
    isDurable: () => true,
    isWriter: () => true,
    ...change,
  }
}

/** Lets a session see events one after the other, as a replica does, without running what it asks for. */
function play(
  session: Session,
  view: SessionView,
  ...events: SessionEvent[]
): { session: Session; effects: SessionEffect[] } {
  const effects: SessionEffect[] = []
  for (const event of events) {
    for (const next of [step(session, event, view), null]) {
      const done = next ?? proceed(session, view)
      session = done.session
      effects.push(...done.effects)
    }
  }
  return { session, effects }
}

const limits = (change: Partial<Limits> = {}) => ({ ...noSession.limits, ...change })
const synced: SessionEvent = { type: 'synced', channel }

function live(view: SessionView, change: Partial<Limits> = {}) {
  return play(noSession, view, { type: 'connected', limits: limits(change) }, joined, synced)
}

function outboxOf(count: number, doc = new Y.Doc(), id = client): OutboxRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const { update, dots } = appendEntries(doc, id, [{ key: 'k', parents: [], payload: `${i}` }])
    const entries = [{ key: 'k', parents: [], payload: `${i}`, dot: dots[0]! }]
    const parts = { n: i + 1, client: id, time: 0, removes: [], isCompaction: false, hole: null, bytes: update }
    return withUpdate({ ...parts, entries })
  })
}

const kinds = (effects: readonly SessionEffect[]) => effects.map(({ type }) => type)

test('JN15 a session joins, takes the answer, and sends what waits in one frame', () => {
  const { session, effects } = live(viewOf({ outbox: outboxOf(3) }))
  expect(kinds(effects)).toEqual(['join', 'take', 'send'])
  expect(session).toMatchObject({ phase: 'live', seq: 1, sentUpTo: 3, sent: [{ seq: 1, numbers: [1, 2, 3] }] })
})

test('AK7 what is not on disk stops everything behind it', () => {
  const { session } = live(viewOf({ outbox: outboxOf(3), isDurable: n => n !== 2 }))
  expect(session).toMatchObject({ sentUpTo: 1 })
})

test('at most sixteen frames are on their way; what is written meanwhile is folded', () => {
  const outbox = outboxOf(40)
  let { session } = live(viewOf())
  for (let count = 1; count <= 30; count++) {
    session = play(session, viewOf({ outbox: outbox.slice(0, count) }), { type: 'written' }).session
  }
  expect(session).toMatchObject({ seq: 16, sentUpTo: 16 })
  const view = viewOf({ outbox: outbox.slice(1, 40) })
  const { session: next, effects } = play(session, view, { type: 'ack', channel, upTo: 1 })
  expect(kinds(effects)).toEqual(['settle', 'send'])
  expect(next.sent.at(-1)!.numbers).toEqual(outbox.slice(16).map(({ n }) => n))
})

test.each<[string, SessionEvent]>([
  ['an ack of what was not sent', { type: 'ack', channel, upTo: 1 }],
  [
    'a refusal of what is not outstanding',
    { type: 'refused', channel, seq: 1, code: 'invalid', message: '', value: 0 },
  ],
  ['a piece nobody asked for', { type: 'piece', channel, index: 0, codec: 0, update: updateOf(7, []) }],
  ['a second synced', synced],
  ['fanned-out bytes that are no update', { type: 'updates', channel, number: 1, updates: [new Uint8Array([1])] }],
])('%s breaks the protocol', (_, event) => {
  const view = viewOf()
  const { effects } = play(live(view).session, view, event)
  expect(kinds(effects)).toEqual(['violation'])
})

test.each<[string, Partial<Joined>, SessionEvent[]]>([
  ['too few pieces', { pieces: 2 }, [{ type: 'piece', channel, index: 0, codec: 0, update: updateOf(7, []) }, synced]],
  ['pieces out of order', { pieces: 2 }, [{ type: 'piece', channel, index: 1, codec: 0, update: updateOf(7, []) }]],
  [
    'a piece of an unknown codec',
    { pieces: 1 },
    [{ type: 'piece', channel, index: 0, codec: 1, update: updateOf(7, []) }],
  ],
  [
    'a piece that is no update',
    { pieces: 1 },
    [{ type: 'piece', channel, index: 0, codec: 0, update: new Uint8Array([9]) }],
  ],
])('%s breaks the protocol', (_, answer, events) => {
  const view = viewOf()
  const { effects } = play(
    noSession,
    view,
    { type: 'connected', limits: limits() },
    { ...joined, ...answer },
    ...events,
  )
  expect(kinds(effects).filter(kind => kind !== 'take')).toEqual(['join', 'violation'])
})

test('what is fanned out before the last piece waits until the answer is taken', () => {
  const frame: SessionEvent = {
    type: 'updates',
    channel,
    number: 1,
    updates: [updateOf(7, [{ key: 'k', payload: 'x' }])],
  }
  const view = viewOf()
  const { effects } = play(noSession, view, { type: 'connected', limits: limits() }, joined, frame, synced)
  expect(kinds(effects)).toEqual(['join', 'take', 'again'])
})

test('leftovers of an older join are ignored', () => {
  const view = viewOf()
  const { session } = play(noSession, view, { type: 'connected', limits: limits() })
  const updates = [updateOf(7, [{ key: 'k', payload: 'x' }])]
  const { effects } = play(
    session,
    view,
    { type: 'updates', channel, number: 1, updates },
    { type: 'ack', channel, upTo: 5 },
    { type: 'refused', channel, seq: 5, code: 'invalid', message: '', value: 0 },
  )
  expect(effects).toEqual([])
})

test('more ids than one join may name are named one join after the other', () => {
  const outbox = [1, 2, 3].map((n, i) => ({ ...outboxOf(1, new Y.Doc(), 10 + i)[0]!, n }))
  const { session, effects } = live(viewOf({ outbox }), { idsPerJoin: 2 })
  expect(effects.find(({ type }) => type === 'join')).toMatchObject({ join: { ids: [client, 10] } })
  expect(session.sentUpTo).toBe(1)
  const rest = viewOf({ outbox: outbox.slice(1) })
  const { effects: next } = play(session, rest, { type: 'ack', channel, upTo: 1 })
  expect(next.at(-1)).toMatchObject({ type: 'join', join: { ids: [client, 11] } })
})

test('an id that another agent owns is given up', () => {
  const view = viewOf({ outbox: outboxOf(1) })
  const { session, effects } = play(
    noSession,
    view,
    { type: 'connected', limits: limits() },
    { ...joined, taken: [client] },
    synced,
  )
  expect(session.phase).toBe('blocked')
  expect(effects.at(-1)).toMatchObject({ type: 'rebuild', cause: { kind: 'renew', strangers: new Set([client]) } })
})

test('ID10 what was written here is not there when an id that is taken has it, but what was adopted is', () => {
  const outbox = outboxOf(1)
  const answer: SessionEvent = { ...joined, taken: [client], pieces: 1 }
  const piece: SessionEvent = { type: 'piece', channel, index: 0, codec: 0, update: outbox[0]!.update }
  const thereOf = (isWriter: boolean) => {
    const view = viewOf({ outbox, isWriter: () => isWriter })
    const connected: SessionEvent = { type: 'connected', limits: limits() }
    const { effects } = play(noSession, view, connected, answer, piece, synced)
    return effects.flatMap(effect => (effect.type === 'take' ? effect.there : []))
  }
  expect([thereOf(true), thereOf(false)]).toEqual([[], outbox])
})

test.each([1, 0])('offers refused for long are stranded, and what is written gets another id (%i wait)', waiting => {
  const view = viewOf({ restore: [client], outbox: outboxOf(waiting), vector: new Map([[client, 0]]) })
  let { session } = live(view)
  const offers: SessionEvent = { type: 'offers', updates: [encodeUpdate([], new Map())] }
  const no: SessionEvent = { type: 'refused', channel, seq: 1, code: 'forbidden', message: '', value: 0 }
  for (let refusals = 0; refusals < 8; refusals++) {
    const refused = play(session, view, offers, no)
    expect(refused.effects.at(-1)).toMatchObject({ type: 'wait', atLeastMs: 1000 * 2 ** refusals })
    session = play(refused.session, view, { type: 'retry' }, joined, synced).session
  }
  const { effects } = play(session, view, offers, no)
  expect(effects.slice(-2)).toMatchObject([{ type: 'offered', areStranded: true }, { type: 'rebuild' }])
})

test('at most sixteen offers are on their way', () => {
  const view = viewOf({ restore: [client], vector: new Map([[client, 40]]) })
  const offers: SessionEvent = { type: 'offers', updates: Array(20).fill(encodeUpdate([], new Map())) }
  const offered = play(live(view).session, view, offers)
  expect(kinds(offered.effects)).toEqual(Array(16).fill('send'))
  const next = play(offered.session, view, { type: 'ack', channel, upTo: 3 })
  expect(kinds(next.effects)).toEqual(Array(3).fill('send'))
  expect(next.session.offers).toHaveLength(1)
})

test('nothing is offered without the right to write', () => {
  const view = viewOf({ restore: [client], vector: new Map([[client, 1]]) })
  const events: SessionEvent[] = [{ type: 'connected', limits: limits() }, { ...joined, rights: ['read'] }, synced]
  const { session, effects } = play(noSession, view, ...events)
  expect(kinds(effects)).toEqual(['join', 'take'])
  expect(session.phase).toBe('live')
})

test('JN18 RF9 a room that is unavailable is asked for again after the time it names, and nothing is parked', () => {
  const view = viewOf({ outbox: outboxOf(1) })
  const unavailable = { type: 'join-refused', request: 1, code: 'unavailable', message: '', value: 60_000 } as const
  const away = play(noSession, view, { type: 'connected', limits: limits() }, unavailable)
  expect(away.effects).toMatchObject([{ type: 'join' }, { type: 'wait', atLeastMs: 60_000 }])
  const back = play(away.session, view, { type: 'retry' }, joined, synced)
  expect(kinds(back.effects)).toEqual(['join', 'take', 'send'])
})
