import { describeUpdate } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { platform } from '#platform'
import type { LogItem } from '../room/log-item'

const version = 1
const headerBytes = 8

/** Bytes in a log that are not what was written: `reason` says what does not hold. */
export class DamagedItemError extends Error {
  override name = 'DamagedItemError'
}

/**
 * A log item as it lies on disk: length and CRC-32 (IEEE 802.3, as zlib) of the body as unsigned 32-bit little-endian
 * numbers, then the body: format version, codec, level, first and last log number, bindings (client, agent, user), update.
 */
export function encodeItem(item: LogItem): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, version)
  encoding.writeVarUint(encoder, item.codec)
  encoding.writeVarUint(encoder, item.level)
  encoding.writeVarUint(encoder, item.first)
  encoding.writeVarUint(encoder, item.last)
  encoding.writeVarUint(encoder, item.bindings.length)
  for (const { client, agent, user } of item.bindings) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarString(encoder, agent)
    encoding.writeVarString(encoder, user)
  }
  const front = encoding.toUint8Array(encoder)
  // Beside the encoder, which would copy the update twice more.
  const bytes = new Uint8Array(headerBytes + front.length + item.bytes.length)
  bytes.set(front, headerBytes)
  bytes.set(item.bytes, headerBytes + front.length)
  const body = bytes.subarray(headerBytes)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, body.length, true)
  header.setUint32(4, platform.crc32(body), true)
  return bytes
}

/**
 * Reads a log item back, its update included.
 *
 * @throws DamagedItemError when length, checksum, version or content do not hold
 */
export function decodeItem(bytes: Uint8Array): LogItem {
  if (bytes.length < headerBytes) throw new DamagedItemError('shorter than its header')
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
  const body = bytes.subarray(headerBytes)
  if (header.getUint32(0, true) !== body.length) throw new DamagedItemError('its length differs')
  if (header.getUint32(4, true) !== platform.crc32(body)) throw new DamagedItemError('its checksum differs')
  try {
    const decoder = decoding.createDecoder(body)
    const found = decoding.readUint8(decoder)
    if (found !== version) throw new DamagedItemError(`format version ${found} is not known`)
    const codec = decoding.readVarUint(decoder)
    const level = decoding.readVarUint(decoder)
    const first = decoding.readVarUint(decoder)
    const last = decoding.readVarUint(decoder)
    const bindings = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
      client: decoding.readVarUint(decoder),
      agent: decoding.readVarString(decoder),
      user: decoding.readVarString(decoder),
    }))
    const update = body.slice(decoder.pos)
    return { codec, level, first, last, bindings, bytes: update, ...describeUpdate(update) }
  } catch (error) {
    if (error instanceof DamagedItemError) throw error
    throw new DamagedItemError('its content does not decode', { cause: error })
  }
}
