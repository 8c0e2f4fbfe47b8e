import { encodeFrameBehind, type Frame } from '@commonplace/protocol'

const mostHeaderBytes = 10

const headerSize = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : mostHeaderBytes)

/** The header of a whole WebSocket binary message as a server sends it: unmasked, unfragmented (RFC 6455, section 5.2). */
function writeHeader(into: Uint8Array, start: number, length: number): void {
  into[start] = 0x82
  if (length < 126) {
    into[start + 1] = length
  } else if (length < 65_536) {
    into[start + 1] = 126
    into[start + 2] = length >> 8
    into[start + 3] = length & 0xff
  } else {
    into[start + 1] = 127
    new DataView(into.buffer, into.byteOffset).setBigUint64(start + 2, BigInt(length))
  }
}

function writeHeaderBefore(into: Uint8Array, at: number, length: number): number {
  const start = at - headerSize(length)
  writeHeader(into, start, length)
  return start
}

/** A frame as one message. Framed once, the same bytes go to every receiver. */
export const toMessage = (frame: Frame): Uint8Array => encodeFrameBehind(mostHeaderBytes, frame, writeHeaderBefore)

/** One message of bytes that are made already. */
export const toWebSocketMessage = (payload: Uint8Array): Uint8Array => withHeader(payload, payload.length)

/**
 * One message in parts, of which all but the first are the given bytes themselves: what many receivers get in different
 * messages is not copied.
 */
export function toWebSocketParts(first: Uint8Array, ...others: readonly Uint8Array[]): [Uint8Array, ...Uint8Array[]] {
  const length = others.reduce((sum, part) => sum + part.length, first.length)
  return [withHeader(first, length), ...others]
}

function withHeader(first: Uint8Array, length: number): Uint8Array {
  const size = headerSize(length)
  const bytes = new Uint8Array(size + first.length)
  writeHeader(bytes, 0, length)
  bytes.set(first, size)
  return bytes
}

/** Where the messages lie in these bytes: each from the end of its header to its own end. */
function* bodiesIn(bytes: Uint8Array): Generator<readonly [start: number, end: number]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let at = 0; at < bytes.length; ) {
    const short = bytes[at + 1]!
    const header = short < 126 ? 2 : short === 126 ? 4 : mostHeaderBytes
    const length = short < 126 ? short : short === 126 ? view.getUint16(at + 2) : Number(view.getBigUint64(at + 2))
    yield [at + header, at + header + length]
    at += header + length
  }
}

/** The payloads of messages that were framed here, one after the other, each in a buffer of its own. */
export function messagesIn(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer>[] {
  const bytes = concatenated(parts)
  return [...bodiesIn(bytes)].map(([start, end]) => bytes.slice(start, end))
}

/** The same messages, each with these bytes in front of its payload. Small ones are copied, the parts of a large one are not. */
export function withPrefix(prefix: Uint8Array, parts: readonly Uint8Array[]): Uint8Array[] {
  const [first, ...others] = parts
  if (first === undefined) return []
  const [[start, end] = [0, 0]] = bodiesIn(first)
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length === end) {
    const head = withHeader(prefix, prefix.length + end - start)
    return [head, first.subarray(start), ...others]
  }
  const bytes = concatenated(parts)
  return [...bodiesIn(bytes)].flatMap(([start, end]) => [
    withHeader(prefix, prefix.length + end - start),
    bytes.subarray(start, end),
  ])
}

/** Their bytes, one after the other. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
