import { expect, test } from 'vitest'
import { JoinBuffer } from './join-buffer'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

test('what is joined lies in one buffer that is used again when the kernel has taken all of it', () => {
  const joins = new JoinBuffer()
  const first = joins.join([filled(3, 1), filled(2, 2)])
  const second = joins.join([filled(4, 3)])
  expect([...first, ...second]).toEqual([1, 1, 1, 2, 2, 3, 3, 3, 3])
  expect(second.buffer).toBe(first.buffer)
  joins.written(true)
  const third = joins.join([filled(5, 4)])
  expect([third.buffer === first.buffer, third.byteOffset]).toEqual([true, first.byteOffset])
})

test('a buffer of which the kernel has not taken all is left to whoever reads it, and what is too large gets one of its own', () => {
  const joins = new JoinBuffer()
  const first = joins.join([filled(5, 1)])
  joins.written(false)
  const second = joins.join([filled(5, 2)])
  const large = joins.join([filled(20_000, 3), filled(20_000, 3)])
  expect([...first, ...second]).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
  expect([large.length, large.buffer === second.buffer]).toEqual([40_000, false])
})
