import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Writer } from '../server/raw-client.fixture'
import { foldableTail, foldItems, nextFold, recordsToFold } from './fold'
import type { LogItem } from './log-item'
import { createRoom } from './room'
import { pieceBytes, stateFor } from './state-for'

function logOf(count: number, seed: number, sizeOf: (random: SeededRandom) => number): LogItem[] {
  const random = new SeededRandom(seed)
  const writers = [new Writer(101), new Writer(102), new Writer(103)]
  return Array.from({ length: count }, (_, index) => {
    const writer = random.pick(writers)
    const clock = Y.getState(writer.doc.store, writer.client)
    const bytes = writer.push('x'.repeat(sizeOf(random)))
    return {
      first: index + 1,
      last: index + 1,
      level: 0,
      codec: 0,
      size: bytes.length,
      bytes,
      bindings: [{ client: index, agent: 'ada', user: '' }],
      receptions: [{ client: index, clock: 0, window: index + 1 }],
      from: new Map([[writer.client, clock]]),
      to: new Map([[writer.client, clock + 1]]),
      skips: new Map(),
      deletes: new Map(),
    }
  })
}

/** Folds until nothing is left to fold; says how many items were read for it. */
function foldAll(log: LogItem[]): number {
  let merges = 0
  for (let fold = nextFold(log); fold !== null; fold = nextFold(log)) {
    expect(fold.items.length).toBeGreaterThan(1)
    const piece = foldItems(fold.items)
    expect(piece.bytes.length).toBeLessThanOrEqual(pieceBytes)
    log.splice(fold.index, fold.items.length, piece)
    merges += fold.items.length
  }
  return merges
}

const sizes: [title: string, count: number, sizeOf: (random: SeededRandom) => number][] = [
  ['small', 600, () => 100],
  ['of all sizes', 300, random => (random.chance(0.1) ? random.below(150_000) : random.below(2000))],
  ['large', 60, () => 60_000],
]
test.each(sizes)(
  'PC7 JN7 a log of %s records folds into few pieces that apply in order to the same',
  (_title, count, sizeOf) => {
    const seed = 7
    const log = logOf(count, seed, sizeOf)
    const whole = new Y.Doc()
    for (const { bytes } of log) Y.applyUpdate(whole, bytes)
    const bytes = log.reduce((sum, item) => sum + item.bytes.length, 0)
    const bindings = log.flatMap(item => item.bindings)
    const receptions = log.flatMap(item => item.receptions)
    const merges = foldAll(log)

    expect(log.length, `seed ${seed}`).toBeLessThan(48 + bytes / (pieceBytes / 4))
    expect(merges).toBeLessThan(count * 3)
    expect(log.map(({ first, last }) => [first, last])).toEqual(
      log.map(({ last }, index) => [(log[index - 1]?.last ?? 0) + 1, last]),
    )
    expect(log.flatMap(item => item.bindings)).toEqual(bindings)
    expect(log.flatMap(item => item.receptions)).toEqual(receptions)
    const doc = new Y.Doc()
    for (const item of log) {
      Y.applyUpdate(doc, item.bytes)
      expect(doc.store.pendingStructs).toBeNull()
    }
    expect(Buffer.compare(Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(whole))).toBe(0)
  },
)

test('a log without a fold says how many records must come before it has one', () => {
  const log: LogItem[] = []
  let folds = 0
  let noneBefore = 0
  for (const record of logOf(400, 11, random => (random.chance(0.02) ? 150_000 : random.below(2000)))) {
    log.push(record)
    if (nextFold(log) === null) noneBefore = Math.max(noneBefore, log.length + recordsToFold(log))
    else {
      expect(log.length).toBeGreaterThanOrEqual(noneBefore)
      foldAll(log)
      noneBefore = 0
      folds++
    }
  }
  expect(folds).toBeGreaterThan(3)
  expect(recordsToFold([])).toBe(32)
  expect(recordsToFold(logOf(31, 12, () => 100))).toBe(1)
})

test('32 records are folded, as many of them as one piece holds; of one record nothing is made', () => {
  const log = logOf(32, 5, () => 100)
  expect(nextFold(log.slice(1))).toBeNull()
  expect(nextFold(log)).toEqual({ index: 0, items: log })
  const halves = log.map(item => ({ ...item, size: pieceBytes / 2 }))
  expect(nextFold(halves)).toEqual({ index: 0, items: halves.slice(0, 2) })
  expect(foldableTail(log.slice(0, 1), () => true)).toBeNull()
  expect(foldableTail(log, ({ first }) => first > 30)).toEqual({ index: 30, items: log.slice(30) })
})

test('JN5 a joiner that is behind gets only the pieces with something newer', () => {
  const log = logOf(200, 3, () => 100)
  foldAll(log)
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', items: log })
  const last = log.at(-1)!
  const vector = new Map(room.durable.vector)
  for (const [client, clock] of last.from) vector.set(client, clock)
  expect(stateFor(room, vector, 0)).toEqual([{ codec: 0, update: last.bytes }])
  expect(stateFor(room, room.durable.vector, 0)).toEqual([])
  expect(stateFor(room, new Map(), 0)).toHaveLength(log.length)
})
