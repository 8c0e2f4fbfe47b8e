/** The header of a whole WebSocket binary message as a server sends it: unmasked, unfragmented (RFC 6455, section 5.2). */
function header(length: number): Uint8Array {
  const bytes = new Uint8Array(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x82)
  if (bytes.length === 2) view.setUint8(1, length)
  else if (bytes.length === 4) {
    view.setUint8(1, 126)
    view.setUint16(2, length)
  } else {
    view.setUint8(1, 127)
    view.setBigUint64(2, BigInt(length))
  }
  return bytes
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** One message. Framed once, the same bytes go to every receiver. */
export function toWebSocketMessage(payload: Uint8Array): Uint8Array {
  return concat(header(payload.length), payload)
}

/** One message in two parts, of which the second is `last` itself: what many receivers get in different frames is not copied. */
export function toWebSocketParts(first: Uint8Array, last: Uint8Array): [Uint8Array, Uint8Array] {
  return [concat(header(first.length + last.length), first), last]
}
