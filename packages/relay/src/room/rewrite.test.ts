import { type DeleteSet, describeUpdate, digestDeletes } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { compactUpdates } from '../compaction/compact-updates'
import { Writer } from '../server/raw-client.fixture'
import type { LogItem } from './log-item'
import { compactedLevel, replaceItems, rewriteItems, wantsCompaction } from './rewrite'
import { createRoom } from './room'
import { digestOf } from './state-for'

const client = 101
const name = `w/${client.toString(36)}/0`
const kiB = 1024

function itemOf(first: number, last: number, bytes: Uint8Array, more: Partial<LogItem> = {}): LogItem {
  const { length: size } = bytes
  return {
    first,
    last,
    level: 0,
    codec: 0,
    size,
    bytes,
    bindings: [],
    receptions: [],
    ...describeUpdate(bytes),
    ...more,
  }
}

/** Three items of one writer, of which the last deletes something of the first. */
function log() {
  const writer = new Writer(client)
  const updates = [writer.push('a', 'b'), writer.push('c'), writer.change(doc => doc.getArray(name).delete(0))]
  const items = [
    itemOf(4, 4, updates[0]!, { bindings: [{ client, agent: 'ada', user: '' }] }),
    itemOf(5, 8, updates[1]!, { receptions: [{ client, clock: 2, window: 7 }] }),
    itemOf(9, 9, updates[2]!),
  ]
  return { items, updates, writer }
}

test('CP1 pieces carry the numbers, bindings and receptions of the items that they replace', () => {
  const { items, updates } = log()
  const [all] = compactUpdates(updates)
  expect(rewriteItems(items, [all!])).toMatchObject([
    { first: 4, last: 9, level: compactedLevel, size: all!.length, bytes: all },
  ])
  const rewritten = rewriteItems(items, updates) as readonly LogItem[]
  expect(rewritten.map(({ first, last }) => [first, last])).toEqual([
    [4, 7],
    [8, 8],
    [9, 9],
  ])
  expect(rewritten.map(({ bindings }) => bindings)).toEqual([items[0]!.bindings, [], []])
  expect(rewritten.map(({ receptions }) => receptions)).toEqual([items[1]!.receptions, [], []])
})

test('CP4 pieces that say less, more or nothing take no place, nor do more of them than there are numbers', () => {
  const { items, updates, writer } = log()
  const [all] = compactUpdates(updates)
  expect(rewriteItems(items, [])).toBe('0 pieces of 3 items')
  const none = new Uint8Array([0, 0])
  expect(rewriteItems(items, [all!, none, none, none, none, none])).toHaveLength(6)
  expect(rewriteItems(items, [all!, none, none, none, none, none, none])).toBe('7 pieces of 3 items')
  expect(rewriteItems(items, updates.slice(0, 1))).toBe('it changed what is known')
  expect(rewriteItems(items, [...updates, writer.push('d')])).toBe('it changed what is known')
  expect(rewriteItems(items, [...updates, new Writer(7).push('d')])).toBe('it changed what is known')
  expect(rewriteItems(items, updates.slice(0, 2))).toBe('it lost deletes')
  // Yjs may name more than was named.
  expect(rewriteItems(items.slice(0, 2), updates)).toHaveLength(3)
})

test('CP1 a room whose items are replaced counts and answers by those that it has then', () => {
  const { items, updates, writer } = log()
  const later = itemOf(10, 10, writer.push('later'))
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', items: [...items.slice(0, 2), later] })
  expect(digestOf(room)).toBe(0)
  const rewritten = rewriteItems(items.slice(0, 2), updates) as readonly LogItem[]
  replaceItems(room, items.slice(0, 2), rewritten)
  expect(room.items).toEqual([...rewritten, later])
  expect(room.bytes).toBe([...updates, later.bytes].reduce((sum, { length }) => sum + length, 0))
  const deletes: DeleteSet = new Map([[client, [[0, 1]]]])
  expect([room.durable.deletes, room.facts.deletes]).toEqual([deletes, deletes])
  expect(digestOf(room)).toBe(digestDeletes(deletes))
})

/** A room by the figures that the decision rests on; each item is the writer's next, of so many clocks. */
function room(...items: { size: number; clocks?: number; deleted?: number; level?: number }[]) {
  let [clock, gone] = [0, 0]
  const made = items.map(({ size, clocks = 0, deleted = 0, level = 0 }, i) => {
    const ranges = new Map([[client, [[gone, gone + deleted] as const]]])
    const deletes: DeleteSet = deleted > 0 ? ranges : new Map()
    const [from, to] = [clock, clock + clocks].map(each => new Map([[client, each]]))
    clock += clocks
    gone += deleted
    return itemOf(i + 1, i + 1, new Uint8Array([0, 0]), { size, level, deletes, from: from!, to: to! })
  })
  return createRoom({ channel: 1, epoch: 'e', mode: 'entries', items: made })
}

test.each([
  ['nothing', [], false],
  [
    'nothing but what a compaction left of deleted content',
    [{ size: 99, clocks: 9, deleted: 9, level: compactedLevel }],
    false,
  ],
  ['a quarter of the content', [{ size: 256 * kiB, clocks: 100, deleted: 25 }], true],
  ['less than a quarter', [{ size: 256 * kiB, clocks: 100, deleted: 24 }], false],
  ['a quarter, of less than is worth it', [{ size: 255 * kiB, clocks: 100, deleted: 25 }], false],
  ['half, of less than is worth it', [{ size: 100 * kiB, clocks: 100, deleted: 50 }], false],
  ['much, but less than a quarter', [{ size: 1024 * kiB, clocks: 100, deleted: 10 }], false],
  [
    'a quarter of what the last compaction left',
    [
      { size: 200 * kiB, clocks: 100, deleted: 60, level: compactedLevel },
      { size: 56 * kiB, deleted: 10 },
    ],
    true,
  ],
  [
    'less than a quarter of what the last compaction left',
    [
      { size: 200 * kiB, clocks: 100, deleted: 60, level: compactedLevel },
      { size: 56 * kiB, deleted: 9 },
    ],
    false,
  ],
] as const)('a room of whose content is deleted: %s', (_, items, wanted) => {
  expect(wantsCompaction(room(...items))).toBe(wanted)
})

test.each([
  ['nothing', [{ size: 100, clocks: 96 }], false],
  ['a 32nd', [{ size: 100, clocks: 96, deleted: 3 }], true],
  ['less', [{ size: 100, clocks: 96, deleted: 2 }], false],
  ['what is gone already', [{ size: 100, clocks: 96, deleted: 30, level: compactedLevel }], false],
] as const)('CP9 a full room is worth compacting when a 32nd of it is deleted: %s', (_, items, wanted) => {
  expect(wantsCompaction(room(...items), true)).toBe(wanted)
})

const pieces = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, i) => ({ size: i === 0 ? bytes - count + 1 : 1, clocks: 1 }))
const compacted = (size: number) => ({ size, clocks: 1, level: compactedLevel })

test.each([
  ['as many as fit their size', pieces(96, 2048 * kiB), false],
  ['one more', pieces(97, 2048 * kiB), true],
  ['many of what is worth it', pieces(81, 1024 * kiB), true],
  ['many of less than is worth it', pieces(81, 1024 * kiB - 1), false],
  ['many that are half of the room', [compacted(2048 * kiB), ...pieces(97, 2048 * kiB)], true],
  ['many that are less than half', [compacted(2048 * kiB + 1), ...pieces(97, 2048 * kiB)], false],
])('a room in pieces: %s', (_, items, wanted) => {
  expect(wantsCompaction(room(...items))).toBe(wanted)
})
