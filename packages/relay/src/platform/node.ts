import { crc32 } from 'node:zlib'
import type { Platform } from './platform'

const view = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length)

export const platform: Platform = {
  crc32: bytes => crc32(view(bytes)),
  holds: (bytes, sought) => view(bytes).includes(view(sought)),
  soon: run => void setImmediate(run),
  later: (ms, run) => setTimeout(run, ms).unref(),
}
