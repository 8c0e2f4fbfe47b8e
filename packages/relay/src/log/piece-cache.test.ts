import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { LogItem } from '../room/log-item'
import { itemKey } from './keys'
import { DamagedRoomError } from './load-room'
import { type Deflate, PieceCache } from './piece-cache'
import { encodeItem } from './stored-item'
import type { StoredPiece } from './stored-piece'

const room = 'room'
const facts = { from: new Map(), to: new Map(), skips: new Map(), deletes: new Map(), bindings: [], receptions: [] }
/** An update of nothing, however long: what is no struct and no delete is not looked into here. */
const itemOf = (first: number, size: number): LogItem => {
  const bytes = new Uint8Array(size)
  return { first, last: first, level: 1, codec: 0, size, bytes, ...facts }
}

async function setup(bytes: number) {
  const storage = memoryStorage()
  let reads = 0
  const counting = {
    getSync: (key: Uint8Array) => {
      reads++
      return storage.getSync?.(key)
    },
  }
  const pieces = new PieceCache(counting, { bytes, leastBytes: 2 })
  const items = [1, 2, 3].map(first => pieces.wrap(room, itemOf(first, 2)))
  for (const item of items) await storage.commit([{ put: itemKey(room, item), value: encodeItem(item) }])
  return { storage, pieces, items, reads: () => reads }
}

test('what was used last stays in memory, the rest is read when it is asked for', async () => {
  const { pieces, items, reads } = await setup(4)
  pieces.stored(items)
  for (const item of items.slice(1)) expect(item.bytes).toEqual(new Uint8Array(2))
  expect(reads()).toBe(0)
  // Nobody holds it, but this job may still see it: the next one does not.
  await new Promise(resolve => setImmediate(resolve))
  items[1]!.bytes
  expect(items[0]!.bytes).toEqual(new Uint8Array(2))
  items[1]!.bytes
  expect(items.map(({ size }) => size)).toEqual([2, 2, 2])
})

test('what is read back is checked, and not decoded again', async () => {
  const { storage, pieces } = await setup(0)
  // No update at all: whoever decoded it would find damage.
  const bytes = Uint8Array.of(255, 255, 255, 255)
  const item = pieces.wrap(room, { ...itemOf(7, 4), bytes })
  await storage.commit([{ put: itemKey(room, item), value: encodeItem(item) }])
  expect(pieces.read(item as StoredPiece)).toEqual(bytes)
})

test('what is not on disk yet, or is small, is never dropped', async () => {
  const { pieces, items, reads } = await setup(0)
  const small = pieces.wrap(room, itemOf(9, 1))
  pieces.stored([small])
  for (const item of [...items, small]) item.bytes
  expect(reads()).toBe(0)
})

test('a piece that the disk does not give back is damage, and says which', async () => {
  const { storage, pieces, items } = await setup(0)
  await storage.commit([{ put: itemKey(room, items[1]!), value: Uint8Array.of(1, 2, 3) }])
  expect(() => pieces.read(items[1] as never)).toThrow(DamagedRoomError)
  expect(() => pieces.read(items[1] as never)).toThrow('the piece after record 1: shorter than its header')
})

/** A cache whose pieces are deflated when it is told to. */
async function packing(bytes: number, share = 0.5) {
  const { storage } = await setup(0)
  const waiting: (() => void)[] = []
  const deflate: Deflate = (plain, done) => {
    waiting.push(() => done(new Uint8Array(plain.length * share)))
  }
  const pieces = new PieceCache(storage, { bytes, leastBytes: 2 }, deflate)
  const items = [1, 2, 3].map(first => pieces.wrap(room, itemOf(first, 100)) as StoredPiece)
  for (const item of items) await storage.commit([{ put: itemKey(room, item), value: encodeItem(item) }])
  pieces.stored(items)
  return { pieces, items, waiting, release: () => waiting.shift()?.() }
}

test('a piece is deflated once, when it is first wanted so, and one at a time', async () => {
  const { items, waiting, release } = await packing(1000)
  expect([items[0]!.packed, items[1]!.packed, items[0]!.packed]).toEqual([null, null, null])
  expect(waiting.length).toBe(1)
  release()
  expect(waiting.length).toBe(1)
  release()
  expect(waiting.length).toBe(0)
  expect(items[0]!.packed?.length).toBe(51)
  expect(items[0]!.packed).toBe(items[0]!.packed)
  expect(items.map(item => item.heldBytes)).toEqual([51, 51, 100])
  expect(items[0]!.bytes.length).toBe(100)
})

test('a store that closes while pieces are deflated ends that, and nothing else', async () => {
  const { items, waiting, release } = await packing(1000)
  for (const item of items) item.packed
  for (const item of items.slice(1)) {
    Object.defineProperty(item, 'bytes', {
      get() {
        throw new StorageError('closed', 'the storage is closed')
      },
    })
  }
  expect(release).not.toThrow()
  expect([waiting.length, items[2]!.packed]).toEqual([0, null])
})

test('new pieces are deflated unasked once no more of them come; what is folded before that is not', async () => {
  const { storage } = await setup(0)
  const waiting: (() => void)[] = []
  const deflate: Deflate = (plain, done) => waiting.push(() => done(new Uint8Array(plain.length / 2)))
  const timers: (() => void)[] = []
  const pieces = new PieceCache(storage, { bytes: 1000, leastBytes: 2 }, deflate, (_, run) => timers.push(run))
  const add = (first: number) => pieces.add(room, itemOf(first, 100)) as StoredPiece
  const [folded, kept] = [add(1), add(2)]
  timers.shift()!()
  expect([waiting.length, timers.length]).toEqual([0, 1])
  pieces.forget([folded!])
  timers.shift()!()
  waiting.shift()!()
  expect([waiting.length, timers.length]).toEqual([0, 0])
  expect(kept!.packed?.length).toBe(51)
  add(3)
  expect(timers.length).toBe(1)
})

test('a young piece of a room that goes on being written is not deflated, since it is folded soon; an old one and that of another room are', async () => {
  const { storage } = await setup(0)
  const deflated: number[] = []
  const deflate: Deflate = (plain, done) => {
    deflated.push(plain.length)
    done(new Uint8Array(plain.length / 2))
  }
  const timers: (() => void)[] = []
  const pieces = new PieceCache(storage, { bytes: 1000, leastBytes: 2 }, deflate, (_, run) => timers.push(run))
  pieces.add(room, itemOf(1, 100))
  pieces.add(room, { ...itemOf(2, 102), level: 2 })
  pieces.add('another', itemOf(1, 104))
  timers.shift()!()
  expect(deflated).toEqual([])
  pieces.writes(room)
  timers.shift()!()
  expect(deflated).toEqual([102, 104])
  pieces.writes(room)
  timers.shift()!()
  expect(deflated).toEqual([102, 104])
  timers.shift()!()
  expect([deflated, timers.length]).toEqual([[102, 104, 100], 0])
})

test('a new piece that is wanted deflated is once no more of them come', async () => {
  const { storage } = await setup(0)
  const waiting: (() => void)[] = []
  const deflate: Deflate = (plain, done) => waiting.push(() => done(new Uint8Array(plain.length / 2)))
  const timers: (() => void)[] = []
  const pieces = new PieceCache(storage, { bytes: 1000, leastBytes: 2 }, deflate, (_, run) => timers.push(run))
  const piece = pieces.add(room, itemOf(1, 100)) as StoredPiece
  expect([piece.packed, waiting.length]).toEqual([null, 0])
  timers.shift()!()
  waiting.shift()!()
  expect(piece.packed?.length).toBe(51)
})

test('what deflates to hardly less is sent as it is, and not tried again', async () => {
  const { items, waiting, release } = await packing(1000, 0.95)
  items[0]!.packed
  release()
  expect(items[0]!.packed).toBe(null)
  expect(waiting.length).toBe(0)
})

test('deflated bytes count, and go with the piece that was not used for long', async () => {
  const { items, waiting, release } = await packing(200)
  for (const item of items) item.packed
  release()
  release()
  release()
  expect(items.map(item => item.heldBytes)).toEqual([0, 51, 51])
  items[0]!.packed
  expect(waiting.length).toBe(1)
})

test('a piece that was dropped while it was deflated counts as well', async () => {
  const { pieces, items, release } = await packing(100)
  items[0]!.packed
  items[1]!.bytes
  release()
  expect(items.reduce((sum, item) => sum + item.heldBytes, 0)).toBeLessThanOrEqual(100)
  pieces.forget(items)
  const [another] = [9].map(first => pieces.wrap(room, itemOf(first, 100)) as StoredPiece)
  pieces.stored([another!])
  expect(another!.heldBytes).toBe(100)
})
