/** Who reads whole binary messages, and how far the last read came. */
export interface WholeReader {
  /** a longer message is left */
  readonly mostBytes: number
  /** what comes is for somebody else */
  readonly isLeft: boolean
  /** Gets a whole binary message, a view of what the socket read. */
  receive(message: Buffer): void
  pinged(payload: Buffer): void
  ponged(): void
  /** the beginning of a frame that a read cut off; null when there is none */
  held: Buffer[] | null
  /** at least so many bytes of that frame are still to come */
  missing: number
}

// RFC 6455, section 5.2: first bytes of whole frames, and how the second one says mask and length.
const wholeBinary = 0x82
const ping = 0x89
const pong = 0x8a
const maskBit = 0x80
const twoByteLength = 126
const eightByteLength = 127
const maskBytes = 4

/**
 * Reads whole binary messages, which is nearly all that clients send, and what keeps a socket alive, where they lie in what a
 * socket read. `ws` makes four views of a message and passes a stream; this makes one view.
 *
 * @returns what is left for `ws`, because it begins with another frame, which may be faulty or the last, or since the reader says
 *   so; null when there is nothing
 */
export function readWholeMessages(to: WholeReader, chunk: Buffer): Buffer | null {
  if (to.held === null) return readFrames(to, chunk)
  to.held.push(chunk)
  to.missing -= chunk.length
  return to.missing > 0 ? null : readFrames(to, takeHeld(to))
}

/** The beginning of a frame that was cut off, which is not held any longer. */
export function takeHeld(to: WholeReader): Buffer {
  const bytes = Buffer.concat(to.held ?? [])
  to.held = null
  return bytes
}

function readFrames(to: WholeReader, bytes: Buffer): Buffer | null {
  let at = 0
  while (at < bytes.length) {
    if (to.isLeft) return bytes.subarray(at)
    const body = at + headerBytes(bytes, at)
    if (body > bytes.length) return hold(to, bytes, at, body)
    const first = bytes[at]!
    const isMasked = (bytes[at + 1]! & maskBit) !== 0
    const length = lengthAt(bytes, at)
    const end = body + length
    const isKnown = first === wholeBinary ? length <= to.mostBytes : keepsAlive(first) && length < twoByteLength
    if (!isMasked || !isKnown) return bytes.subarray(at)
    if (end > bytes.length) return hold(to, bytes, at, end)
    unmask(bytes, body, end)
    if (first === wholeBinary) to.receive(bytes.subarray(body, end))
    else if (first === ping) to.pinged(bytes.subarray(body, end))
    else to.ponged()
    at = end
  }
  return null
}

function hold(to: WholeReader, bytes: Buffer, from: number, to_: number): null {
  to.held = [bytes.subarray(from)]
  to.missing = to_ - bytes.length
  return null
}

const keepsAlive = (first: number): boolean => first === ping || first === pong

/** More than there is when its length is not there. */
function headerBytes(bytes: Buffer, at: number): number {
  if (at + 1 === bytes.length) return 2
  const second = bytes[at + 1]!
  const short = second & ~maskBit
  const more = short === eightByteLength ? 8 : short === twoByteLength ? 2 : 0
  return 2 + more + ((second & maskBit) === 0 ? 0 : maskBytes)
}

function lengthAt(bytes: Buffer, at: number): number {
  const short = bytes[at + 1]! & ~maskBit
  if (short === twoByteLength) return (bytes[at + 2]! << 8) | bytes[at + 3]!
  return short === eightByteLength ? Number(bytes.readBigUInt64BE(at + 2)) : short
}

/** The mask stands in front of what it masks. */
function unmask(bytes: Buffer, start: number, end: number): void {
  const mask = start - maskBytes
  if ((bytes[mask]! | bytes[mask + 1]! | bytes[mask + 2]! | bytes[mask + 3]!) === 0) return
  for (let at = start; at < end; at++) bytes[at]! ^= bytes[mask + ((at - start) & 3)]!
}
