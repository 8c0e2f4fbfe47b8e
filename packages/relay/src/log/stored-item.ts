import { describeUpdate } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import { platform } from '#platform'
import type { LogItem } from '../room/log-item'
import { headerBytes, RecordWriter } from './record-writer'

/** 1: without receptions. */
const version = 2

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
  // Read from the disk, perhaps, which may fail.
  const { bytes } = item
  writeFront(writer, item)
  writer.raw(bytes)
  return writer.end()
}

// Items are written one at a time, which nothing can interrupt.
const writer = new RecordWriter()

/** @throws DamagedItemError when length or checksum do not hold */
function checkedBody(bytes: Uint8Array): Uint8Array {
  if (bytes.length < headerBytes) throw new DamagedItemError('shorter than its header')
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
  const body = bytes.subarray(headerBytes)
  if (header.getUint32(0, true) !== body.length) throw new DamagedItemError('its length differs')
  if (header.getUint32(4, true) !== platform.crc32(body)) throw new DamagedItemError('its checksum differs')
  return body
}

/** All of an item but its update. */
export function writeFront(into: RecordWriter, item: LogItem): void {
  const { bindings, receptions } = item
  into.byte(version)
  into.uint(item.codec)
  into.uint(item.level)
  into.uint(item.first)
  into.uint(item.last)
  into.uint(bindings.length)
  for (const { client, agent, user } of bindings) {
    into.uint(client)
    into.text(agent)
    into.text(user)
  }
  into.uint(receptions.length)
  for (const { client, clock, window } of receptions) {
    into.uint(client)
    into.uint(clock)
    into.uint(window)
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
 * The update of a log item, checked and not decoded: what it holds was read when the item was.
 *
 * @throws DamagedItemError as `decodeItem`
 */
export const updateOf = (bytes: Uint8Array): Uint8Array =>
  readChecked(bytes, decoder => {
    readFront(decoder)
    return decoder.arr.slice(decoder.pos)
  })

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
