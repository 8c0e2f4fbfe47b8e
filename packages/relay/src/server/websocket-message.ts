/**
 * One whole WebSocket binary message as a server sends it: unmasked, unfragmented (RFC 6455, section 5.2). Framed once, the
 * same bytes go to every receiver.
 */
export function toWebSocketMessage(payload: Uint8Array): Uint8Array {
  const { length } = payload
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const message = new Uint8Array(headerLength + length)
  const view = new DataView(message.buffer)
  view.setUint8(0, 0x82)
  if (headerLength === 2) view.setUint8(1, length)
  else if (headerLength === 4) {
    view.setUint8(1, 126)
    view.setUint16(2, length)
  } else {
    view.setUint8(1, 127)
    view.setBigUint64(2, BigInt(length))
  }
  message.set(payload, headerLength)
  return message
}
