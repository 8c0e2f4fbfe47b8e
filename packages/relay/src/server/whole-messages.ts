import type { Duplex } from 'node:stream'

/** A WebSocket of `ws`, and how far that has read. */
export interface WholeReader {
  /** a longer message is left to `ws`, which refuses what is too long */
  readonly mostBytes: number
  /** Gets a whole binary message, a view of what the socket read. */
  receive(message: Buffer): void
  /** so much of the last frame that `ws` was given is still to come; without end when all that comes is for `ws` */
  owed: number
  /** the beginning of a frame, too short to say how long it is */
  start: Buffer | null
}

type Listener = (this: Duplex, chunk: Buffer) => void

const reader = Symbol('reader')

interface ReadSocket extends Duplex {
  [reader]: WholeReader
}

// RFC 6455, section 5.2: first bytes of whole frames, and how the second one says mask and length.
const wholeBinary = 0x82
const ping = 0x89
const pong = 0x8a
const maskBit = 0x80
const twoByteLength = 126
const eightByteLength = 127
const maskBytes = 4

// `ws` reads every socket with the same function.
let readByWs: Listener | null = null

function readWhole(this: Duplex, chunk: Buffer): void {
  const to = (this as ReadSocket)[reader]
  const { start } = to
  to.start = null
  readFrames(this, to, start === null ? chunk : Buffer.concat([start, chunk]))
}

/**
 * Reads whole binary messages, which is nearly all that clients send, where they lie in what a socket read. What a read cut off
 * and what keeps a socket alive goes to `ws`; so does, from the first other frame on, all that comes: it may be faulty, or the
 * last. `ws` makes four views of a message and passes a stream; this makes one view.
 *
 * @param raw has the listener that `ws` put there; `ws` takes this one away as it would its own
 */
export function readWholeMessages(raw: Duplex, to: WholeReader): void {
  const [listener, ...others] = raw.listeners('data') as Listener[]
  readByWs ??= listener ?? null
  // A `ws` that reads in another way reads all of it.
  if (listener === undefined || listener !== readByWs || others.length > 0) return
  // As `once` does it, so that who removes one removes the other.
  Object.assign(readWhole, { listener })
  raw.off('data', listener)
  ;(raw as ReadSocket)[reader] = to
  raw.on('data', readWhole)
}

function readFrames(raw: Duplex, to: WholeReader, bytes: Buffer): void {
  // What lies from here to `at` is for `ws`.
  let from = 0
  let at = Math.min(to.owed, bytes.length)
  to.owed -= at
  while (at < bytes.length) {
    const body = at + headerBytes(bytes, at)
    if (body > bytes.length) {
      to.start = Buffer.from(bytes.subarray(at))
      break
    }
    const length = lengthAt(bytes, at)
    const end = body + length
    const isBinary = bytes[at] === wholeBinary && length <= to.mostBytes
    if (!isBinary && !keepsAlive(bytes, at)) to.owed = Number.POSITIVE_INFINITY
    else if ((bytes[at + 1]! & maskBit) === 0) to.owed = Number.POSITIVE_INFINITY
    else if (!isBinary || end > bytes.length) to.owed = end - at
    else {
      passOn(raw, bytes, from, at)
      unmask(bytes, body, end)
      to.receive(bytes.subarray(body, end))
      at = end
      from = end
    }
    const passed = Math.min(to.owed, bytes.length - at)
    at += passed
    to.owed -= passed
  }
  passOn(raw, bytes, from, at)
}

function passOn(raw: Duplex, bytes: Buffer, from: number, to: number): void {
  if (to > from) readByWs?.call(raw, to - from === bytes.length ? bytes : bytes.subarray(from, to))
}

const keepsAlive = (bytes: Buffer, at: number): boolean =>
  (bytes[at] === ping || bytes[at] === pong) && (bytes[at + 1]! & ~maskBit) < twoByteLength

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
