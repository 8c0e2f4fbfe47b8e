import { encodeUtf8 } from 'lib0/string'
import { FrameError } from './frame-error'
import { defaultLimits } from './limits'

// Frames are made one at a time, which nothing can interrupt, so all are made in the same place and copied out of it.
let scratch = new Uint8Array(4096)

const lowSevenBits = 0x7f
const moreFollows = 0x80

/** Writes the parts of one frame; refuses what a reader could not read back as it was. Its parts are written before the next frame is begun. */
export class FrameWriter {
  #at: number

  /** @param headroom bytes that are left free in front of the frame */
  constructor(headroom = 0) {
    this.#at = headroom
    this.#reserve(0)
  }

  byte(value: number): void {
    this.#reserve(1)
    scratch[this.#at++] = value
  }

  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new FrameError('invalid', `${value} is no unsigned integer`)
    this.#reserve(8)
    let rest = value
    while (rest > lowSevenBits) {
      // Division, since bits beyond the 32nd are lost to operators.
      scratch[this.#at++] = moreFollows | (rest % 128)
      rest = Math.floor(rest / 128)
    }
    scratch[this.#at++] = rest
  }

  bytes(value: Uint8Array): void {
    this.uint(value.length)
    this.rest(value)
  }

  /** Bytes that end where the frame ends. */
  rest(value: Uint8Array): void {
    this.#reserve(value.length)
    scratch.set(value, this.#at)
    this.#at += value.length
  }

  text(value: string): void {
    if (/\p{Cs}/u.test(value)) throw new FrameError('invalid', 'a text holds half a surrogate pair')
    this.bytes(encodeUtf8(value))
  }

  /** Text for people: cut to its limit and repaired, because a refusal must get through whatever it quotes. */
  message(value: string): void {
    const bytes = encodeUtf8(value)
    let end = Math.min(bytes.length, defaultLimits.messageBytes)
    if (end < bytes.length) while ((bytes[end]! & 0xc0) === 0x80) end--
    this.bytes(bytes.subarray(0, end))
  }

  toUint8Array(): Uint8Array {
    return scratch.slice(0, this.#at)
  }

  /** The same where it lies: it is to be copied before the next frame is begun. */
  view(): Uint8Array {
    return scratch.subarray(0, this.#at)
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes
    if (needed <= scratch.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * scratch.length))
    larger.set(scratch)
    scratch = larger
  }
}
