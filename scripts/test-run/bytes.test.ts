import { expect, test } from 'vitest'

test('expect compares bytes by their content and their kind, however deep they lie', () => {
  const bytes = Uint8Array.of(1, 2, 3)
  expect([{ bytes }]).toEqual([{ bytes: Uint8Array.of(1, 2, 3) }])
  expect(new Uint8Array([0, 1, 2, 3]).subarray(1)).toStrictEqual(bytes)
  expect(new Map([['a', bytes]])).toEqual(new Map([['a', Uint8Array.of(1, 2, 3)]]))
  for (const other of [
    Uint8Array.of(1, 2),
    Uint8Array.of(1, 2, 4),
    [1, 2, 3],
    Buffer.of(1, 2, 3),
    Int8Array.of(1, 2, 3),
  ]) {
    expect(bytes).not.toEqual(other)
    expect([bytes]).not.toStrictEqual([other])
  }
})
