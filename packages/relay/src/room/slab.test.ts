import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import { Slab } from './slab'

test('what a slab gives out is as long as asked, belongs to nobody else, and is never much of what it keeps alive', () => {
  const seed = 3
  const random = new SeededRandom(seed)
  const slab = new Slab()
  const taken = Array.from({ length: 400 }, (_, index) => {
    const length = random.chance(0.05) ? random.below(20_000) : random.below(300)
    return { bytes: slab.take(length).fill(index % 251), length, value: index % 251 }
  })
  for (const { bytes, length, value } of taken) {
    expect(bytes.length, `seed ${seed}`).toBe(length)
    expect(bytes.every(byte => byte === value)).toBe(true)
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(Math.max(length, 16 * 1024))
  }
  expect(new Set(taken.map(({ bytes }) => bytes.buffer)).size).toBeLessThan(taken.length / 4)
  expect(new Slab().take(10).buffer.byteLength).toBe(512)
})
