import { describeUpdate } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { platform } from '#platform'
import type { LogItem } from '../room/log-item'

/** 1: without receptions. */
const version = 2
const headerBytes = 8

/** Bytes in a log that are not what was written: `reason` says what does not hold. */
export class DamagedItemError extends Error {
  override name = 'DamagedItemError'
}

/** What a log item says of itself and where it stands. */
export type ItemSpan = Pick<LogItem, 'first' | 'last' | 'level'>

/**
 * A log item as it lies on disk: length and CRC-32 (IEEE 802.3, as zlib) of the body as unsigned 32-bit little-endian
 * numbers, then the body: format version, codec, level, first and last log number, bindings (client, agent,
 * user), receptions (client, clock, window), update.
 */
export function encodeItem(item: LogItem): Uint8Array {
  const encoder = encoding.createEncoder()
  writeFront(encoder, item)
  // Beside the encoder, which would copy the update twice more.
  return withChecksum(encoding.toUint8Array(encoder), item.bytes)
}

/** Length and checksum of a body in two parts, then the body. */
export function withChecksum(front: Uint8Array, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + front.length + rest.length)
  bytes.set(front, headerBytes)
  bytes.set(rest, headerBytes + front.length)
  const body = bytes.subarray(headerBytes)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, body.length, true)
  header.setUint32(4, platform.crc32(body), true)
  return bytes
}

/** @throws DamagedItemError when length or checksum do not hold */
export function checkedBody(bytes: Uint8Array): Uint8Array {
  if (bytes.length < headerBytes) throw new DamagedItemError('shorter than its header')
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
  const body = bytes.subarray(headerBytes)
  if (header.getUint32(0, true) !== body.length) throw new DamagedItemError('its length differs')
  if (header.getUint32(4, true) !== platform.crc32(body)) throw new DamagedItemError('its checksum differs')
  return body
}

/** All of an item but its update. */
export function writeFront(encoder: encoding.Encoder, item: LogItem): void {
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
  encoding.writeVarUint(encoder, item.receptions.length)
  for (const { client, clock, window } of item.receptions) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarUint(encoder, window)
  }
}

/** @throws DamagedItemError for a version that is not known */
export function readFront(decoder: decoding.Decoder): Pick<LogItem, 'codec' | 'bindings' | 'receptions'> & ItemSpan {
  const found = decoding.readUint8(decoder)
  if (found < 1 || found > version) throw new DamagedItemError(`format version ${found} is not known`)
  const codec = decoding.readVarUint(decoder)
  const level = decoding.readVarUint(decoder)
  const first = decoding.readVarUint(decoder)
  const last = decoding.readVarUint(decoder)
  const bindings = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    client: decoding.readVarUint(decoder),
    agent: decoding.readVarString(decoder),
    user: decoding.readVarString(decoder),
  }))
  const receptions = Array.from({ length: found === 1 ? 0 : decoding.readVarUint(decoder) }, () => ({
    client: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    window: decoding.readVarUint(decoder),
  }))
  return { codec, level, first, last, bindings, receptions }
}

/**
 * Reads a log item back, its update included.
 *
 * @throws DamagedItemError when length, checksum, version or content do not hold
 */
export function decodeItem(bytes: Uint8Array): LogItem {
  return readChecked(bytes, decoder => {
    const front = readFront(decoder)
    const update = decoder.arr.slice(decoder.pos)
    return { ...front, size: update.length, bytes: update, ...describeUpdate(update) }
  })
}

/**
 * Where a log item stands, without reading its update.
 *
 * @throws DamagedItemError as `decodeItem`
 */
export const spanOf = (bytes: Uint8Array): ItemSpan => readChecked(bytes, readFront)

/** @throws DamagedItemError when length or checksum do not hold, or reading fails */
export function readChecked<T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T {
  const body = checkedBody(bytes)
  try {
    return read(decoding.createDecoder(body))
  } catch (error) {
    if (error instanceof DamagedItemError) throw error
    throw new DamagedItemError('its content does not decode', { cause: error })
  }
}
