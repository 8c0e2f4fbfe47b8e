import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inflateStream } from './inflate-stream'
import { inflateSync } from './inflate-sync'

const update = new TextEncoder().encode('what was written, '.repeat(2000))
const deflated = new Uint8Array(deflateRawSync(update))

// Node has the stream that browsers have.
describe.each([
  ['Node', inflateSync],
  ['browsers', inflateStream!],
])('JN21 %s', (_, inflate) => {
  const inflated = async (bytes: Uint8Array, size: number) => inflate(bytes, size)

  test('inflates to exactly what is declared', async () => {
    expect(await inflated(deflated, update.length)).toEqual(update)
  })

  test.each([
    ['more than is declared', deflated, update.length - 1],
    ['less than is declared', deflated, update.length + 1],
    ['a stream that is cut off', deflated.subarray(0, -2), update.length],
    ['bytes that are no stream', Uint8Array.of(7, 7, 7, 7), 4],
  ])('refuses %s', async (_name, bytes, size) => {
    await expect(inflated(bytes, size)).rejects.toThrow()
  })

  test('a bomb costs no more than it declares', async () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(64 * 1024 * 1024)))
    await expect(inflated(bomb, 1000)).rejects.toThrow()
  })
})

// Browsers do by themselves (Compression Streams, section 6.1); the stream of Node does not.
test('JN21 Node refuses bytes behind the stream', () => {
  expect(() => inflateSync(Uint8Array.of(...deflated, 7), update.length)).toThrow('bytes after the end')
})
