/** What WebSocket frames carry that a server wrote one after the other (RFC 6455, section 5.2: unmasked, unfragmented). */
export function payloadsIn(parts: readonly Uint8Array[]): Uint8Array[] {
  const bytes = Buffer.concat(parts)
  const payloads: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const short = bytes[at + 1]!
    const header = short < 126 ? 2 : short === 126 ? 4 : 10
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
    payloads.push(new Uint8Array(bytes.subarray(at + header, at + header + length)))
    at += header + length
  }
  return payloads
}
