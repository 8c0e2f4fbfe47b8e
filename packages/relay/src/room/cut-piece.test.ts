import { decodeUpdate, describeUpdate, digestDeletes, encodeUpdate, mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Writer } from '../server/raw-client.fixture'
import { blocksBeyond } from './blocks-beyond'
import { cutPiece } from './cut-piece'
import { createRoom } from './room'
import { stateFor } from './state-for'

const writers = [new Writer(101), new Writer(2 ** 52 + 2)]
// Runs of several entries in one struct among them.
const bytes = mergeUpdates(
  Array.from({ length: 40 }, (_, index) => writers[index % 2]!.push(...Array(1 + (index % 3)).fill(`${index}`))),
)
const ends = decodeUpdate(bytes).blocks
const endOf = (client: number) => ends.get(client)!.at(-1)!.id.clock + ends.get(client)!.at(-1)!.length

test('JN19 a piece is cut at any clock to what lies beyond, with its deletes', () => {
  const deletes = new Map([[101, [[0, 1]] as [number, number][]]])
  for (let clock = 0; clock <= endOf(101); clock++) {
    const vector = new Map([[101, clock]])
    const left = [...ends].flatMap(([client, all]) => {
      const have = vector.get(client) ?? 0
      const structs = all.filter(struct => struct.id.clock + struct.length > have)
      return structs[0] ? [{ client, from: Math.max(have, structs[0].id.clock), structs }] : []
    })
    const whole = mergeUpdates([bytes, encodeUpdate([], deletes)])
    expect(cutPiece({ bytes: whole, deletes }, vector), `clock ${clock}`).toEqual(encodeUpdate(left, deletes))
  }
})

test('JN19 what the guard let in is cut where it lies, holes and runs too, wherever the vector ends', () => {
  const writer = new Writer(2 ** 52 + 3)
  writer.push('a', 'b'.repeat(200), 'grüße', 'd', 'e')
  const hole = writer.change(doc => doc.getArray(`w/${writer.client.toString(36)}/0`).delete(1, 2))
  const folded = [writer.push('f'), writers[0]!.push('g')]
  const whole = mergeUpdates([Y.encodeStateAsUpdate(writer.doc), hole, ...folded])
  const { blocks } = decodeUpdate(whole)
  for (let clock = 0; clock <= 7; clock++) {
    const found = blocksBeyond(whole, new Map([[writer.client, clock]]))
    const own = found?.find(({ client }) => client === writer.client)
    const left = blocks.get(writer.client)!.filter(({ id, length }) => id.clock + length > clock)
    expect([own?.from, own?.to, own?.structs], `clock ${clock}`).toEqual(
      left.length === 0 ? [undefined, undefined, undefined] : [clock, 6, left.length],
    )
    expect(found?.at(-1)?.client).toBe(101)
  }
})

test('JN19 what holds anything but entries is not cut where it lies', () => {
  const doc = new Y.Doc()
  doc.getMap('m').set('key', 1)
  doc.getText('t').insert(0, 'text')
  expect(blocksBeyond(Y.encodeStateAsUpdate(doc), new Map([[doc.clientID, 1]]))).toBeNull()
  const update = new Writer(7).push('whole')
  for (let end = 0; end < update.length; end++) {
    expect(blocksBeyond(update.subarray(0, end), new Map()), `${end} bytes`).toBeNull()
  }
})

test('JN19 who knows all deletes of a room gets what lies beyond its vector without them', () => {
  const deletes = new Map([[101, [[0, 3]] as [number, number][]]])
  const whole = mergeUpdates([bytes, encodeUpdate([], deletes)])
  const facts = {
    first: 1,
    last: 1,
    level: 0,
    codec: 0,
    bindings: [],
    receptions: [],
    size: whole.length,
    ...describeUpdate(whole),
  }
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', items: [{ ...facts, bytes: whole }] })
  const vector = new Map([...ends.keys()].map(client => [client, endOf(client) - 1]))
  const digest = digestDeletes(deletes)
  const [known] = stateFor(room, vector, digest)
  const [unknown] = stateFor(room, vector, 0)
  expect(decodeUpdate(known!.update).deletes).toEqual(new Map())
  expect(decodeUpdate(unknown!.update).deletes).toEqual(deletes)
  expect(describeUpdate(known!.update).to).toEqual(new Map([...ends.keys()].map(client => [client, endOf(client)])))
})
