import { encodeUtf8 } from 'lib0/string'
import { FrameError } from './frame-error'
import { defaultLimits } from './limits'

const placeBytes = 16 * 1024

// Frames are made one at a time, which nothing can interrupt, so all are made in the same place: one over the other when they are copied out
// of it, one behind the other when they are given away.
let place = new Uint8Array(placeBytes)
let free = 0

const lowSevenBits = 0x7f
const moreFollows = 0x80

/** Writes what stands in front of a frame, which begins at `at`; says where that starts. */
export type WriteFront = (into: Uint8Array, at: number, length: number) => number

/** Writes the parts of one frame; refuses what a reader could not read back as it was. Its parts are written before the next frame is begun. */
export class FrameWriter {
  readonly #headroom: number
  #start = free
  #at: number

  /** @param headroom bytes that are left free in front of the frame */
  constructor(headroom = 0) {
    this.#headroom = headroom
    this.#at = this.#start + headroom
    this.#reserve(0)
  }

  byte(value: number): void {
    this.#reserve(1)
    place[this.#at++] = value
  }

  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new FrameError('invalid', `${value} is no unsigned integer`)
    this.#reserve(8)
    let rest = value
    while (rest > lowSevenBits) {
      // Division, since bits beyond the 32nd are lost to operators.
      place[this.#at++] = moreFollows | (rest % 128)
      rest = Math.floor(rest / 128)
    }
    place[this.#at++] = rest
  }

  bytes(value: Uint8Array): void {
    this.uint(value.length)
    this.rest(value)
  }

  /** Bytes that end where the frame ends. */
  rest(value: Uint8Array): void {
    this.#reserve(value.length)
    place.set(value, this.#at)
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
    return place.slice(this.#start, this.#at)
  }

  /** The frame behind what stands in front of it. It shares a buffer with others: for what is soon passed on. */
  give(front: WriteFront): Uint8Array {
    const begin = this.#start + this.#headroom
    const from = front(place, begin, this.#at - begin)
    if (place.length === placeBytes) {
      free = this.#at
      return place.subarray(from, this.#at)
    }
    const whole = place.slice(from, this.#at)
    place = new Uint8Array(placeBytes)
    free = 0
    return whole
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= place.length) return
    const size = this.#at + bytes - this.#start
    const next = new Uint8Array(size <= placeBytes ? placeBytes : 2 * size)
    next.set(place.subarray(this.#start, this.#at))
    place = next
    free = 0
    this.#at -= this.#start
    this.#start = 0
  }
}
