import { inflateRawSync } from 'node:zlib'
import type { Inflate } from '../sync'

/** Node: 256 KiB take about a millisecond. */
export const inflateSync: Inflate = (deflated, size) => {
  // `info` has Node say how much it read, which its types do not know.
  const options = { maxOutputLength: size, info: true }
  const { buffer, engine } = inflateRawSync(deflated, options) as unknown as {
    buffer: Uint8Array
    engine: { bytesWritten: number }
  }
  if (buffer.length !== size) throw new Error(`${buffer.length} bytes, ${size} were declared`)
  if (engine.bytesWritten !== deflated.length) throw new Error('bytes after the end')
  return new Uint8Array(buffer.buffer, buffer.byteOffset, size)
}
