import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Random, seedsOf } from '../model/property/random.fixture'
import { UpdateDecoder } from './update-decoder'

const seeds = seedsOf(1, 20, process.env.SEED)
const letters = ['a', 'Z', '9', ' ', '\u007f', '\u0080', 'é', 'ß', '\u07ff', '漢', '\ufeff', '😀']

function text(random: Random): string {
  const pool = random.chance(0.6) ? letters.slice(0, 5) : letters
  const length = random.chance(0.05) ? 30_000 + random.int(10_000) : random.int(random.chance(0.5) ? 12 : 700)
  return Array.from({ length }, () => random.pick(pool)).join('')
}

function value(random: Random, depth = 0): unknown {
  const sort = random.int(depth > 2 ? 7 : 9)
  if (sort < 3) return text(random)
  if (sort === 3) return random.pick([0, -1, 127, 128, 2 ** 31, 2 ** 53 - 1, 0.5, Number.NaN, -1e300])
  if (sort === 4) return random.pick([null, true, false, undefined])
  if (sort === 5) return new Uint8Array([random.int(256), 200])
  if (sort === 6) return 7n
  const parts = Array.from({ length: random.int(5) }, () => value(random, depth + 1))
  return sort === 7 ? parts : Object.fromEntries(parts.map(part => [text(random), part]))
}

const read = (update: Uint8Array, decoder?: typeof UpdateDecoder) => {
  const doc = new Y.Doc()
  if (decoder) Y.applyUpdateV2(doc, update, 'test', decoder)
  else Y.applyUpdate(doc, update, 'test')
  return { values: doc.getArray('a').toJSON(), map: doc.getMap('m').toJSON(), text: doc.getText('t').toString() }
}

test.each(seeds)('it reads what Yjs reads (seed %i)', seed => {
  const random = new Random(seed)
  const doc = new Y.Doc()
  for (let i = 0; i < 20; i++) {
    doc.getArray('a').push([[value(random)]])
    doc.getMap('m').set(text(random), [value(random)])
    doc.getText('t').insert(0, text(random))
  }
  const update = Y.encodeStateAsUpdate(doc)
  // As it lies within a larger buffer.
  const within = new Uint8Array(update.length + 7 + random.int(9))
  within.set(update, 5)
  expect(read(within.subarray(5, 5 + update.length), UpdateDecoder)).toEqual(read(update))
})

test('bytes that are no UTF-8 are refused, as by Yjs', () => {
  const doc = new Y.Doc()
  doc.getArray('a').push([['abcdef']])
  const update = Y.encodeStateAsUpdate(doc)
  update[update.lastIndexOf(0x63)] = 0xff
  expect(() => read(update)).toThrow()
  expect(() => read(update, UpdateDecoder)).toThrow(TypeError)
})

test('a text that is longer than the update is refused, whatever follows the update in its buffer', () => {
  const doc = new Y.Doc()
  doc.getArray('a').push([['abcdef']])
  const update = Y.encodeStateAsUpdate(doc)
  const buffer = new Uint8Array(update.length + 200).fill(0x78)
  buffer.set(update)
  buffer[update.lastIndexOf(6)] = 100
  expect(() => read(buffer.subarray(0, update.length), UpdateDecoder)).toThrow(RangeError)
})

test('an entry takes no more of the heap than what it says', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const [count, text] = [20_000, 'x'.repeat(200)]
  const doc = new Y.Doc()
  doc.getArray('a').push(Array.from({ length: count }, (_, at) => [`r/abcdefghij.${at}`, [], text]))
  const update = Y.encodeStateAsUpdate(doc)
  const held = new Y.Doc()
  collect()
  const before = process.memoryUsage().heapUsed
  Y.applyUpdateV2(held, update, 'test', UpdateDecoder)
  collect()
  const bytes = (process.memoryUsage().heapUsed - before - update.length) / count
  expect(held.getArray('a')).toHaveLength(count)
  expect(bytes).toBeLessThan(230)
})

test('the texts of a piece are cut out of one string', () => {
  const doc = new Y.Doc()
  doc.getArray('a').push(Array.from({ length: 500 }, (_, at) => [`r/abcdefghij.${at}`, [], 'x'.repeat(400)]))
  const update = Y.encodeStateAsUpdate(doc)
  const decode = vi.spyOn(TextDecoder.prototype, 'decode')
  onTestFinished(() => decode.mockRestore())
  read(update, UpdateDecoder)
  expect(decode).toHaveBeenCalledTimes(1)
})
