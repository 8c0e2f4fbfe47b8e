import * as decoding from 'lib0/decoding'
import { decodeUtf8 } from 'lib0/string'
import { FrameError } from './frame-error'
import type { Limits } from './limits'
import { isName } from './room'

/**
 * Reads the parts of one frame. Every length is checked against its limit and against what is left of the
 * frame before anything is made of it, and every number must be written in its shortest form, so that one frame
 * has one encoding.
 *
 * @throws FrameError from every method
 */
export class FrameReader {
  readonly limits: Limits
  readonly #decoder: decoding.Decoder

  constructor(bytes: Uint8Array, limits: Limits) {
    this.limits = limits
    this.#decoder = decoding.createDecoder(bytes)
  }

  get #left(): number {
    return this.#decoder.arr.length - this.#decoder.pos
  }

  /** One byte. */
  byte(): number {
    if (this.#left < 1) throw new FrameError('invalid', 'the frame ends too early')
    return decoding.readUint8(this.#decoder)
  }

  /** An integer from 0 to 2^53 - 1. */
  uint(): number {
    const start = this.#decoder.pos
    let value: number
    try {
      value = decoding.readVarUint(this.#decoder)
    } catch {
      throw new FrameError('invalid', 'a number is cut off or above 2^53 - 1')
    }
    if (!Number.isSafeInteger(value)) throw new FrameError('invalid', 'a number is above 2^53 - 1')
    const { arr, pos } = this.#decoder
    if (pos - start > 1 && arr[pos - 1] === 0) throw new FrameError('invalid', 'a number has superfluous bytes')
    return value
  }

  /** How many items of at least one byte follow. */
  count(max: number, what: string): number {
    const count = this.uint()
    if (count > max) throw new FrameError('too-large', `${count} ${what}, ${max} are taken`, max)
    if (count > this.#left) throw new FrameError('invalid', `the frame ends before its ${count} ${what}`)
    return count
  }

  /** A view of the frame's own bytes, not a copy. */
  bytes(max: number, what: string): Uint8Array {
    return decoding.readUint8Array(this.#decoder, this.count(max, `bytes of ${what}`))
  }

  /** All that is left, as a view of the frame's own bytes. */
  rest(): Uint8Array {
    return decoding.readTailAsUint8Array(this.#decoder)
  }

  /** Well-formed UTF-8. */
  text(max: number, what: string): string {
    const bytes = this.bytes(max, what)
    try {
      return decodeUtf8(bytes)
    } catch {
      throw new FrameError('invalid', `${what} is no well-formed UTF-8`)
    }
  }

  /** A name as `checkName` gives it. */
  name(what: string): string {
    const name = this.text(this.limits.nameBytes, what)
    if (!isName(name)) throw new FrameError('invalid', `${what} is no proper name`)
    return name
  }

  /** A name, or the empty string where none is given. */
  optionalName(what: string): string {
    const name = this.text(this.limits.nameBytes, what)
    if (name !== '' && !isName(name)) throw new FrameError('invalid', `${what} is no proper name`)
    return name
  }

  message(): string {
    return this.text(this.limits.messageBytes, 'message')
  }

  /** Called after the last part. */
  end(): void {
    if (this.#left > 0) throw new FrameError('invalid', `${this.#left} bytes after the end of the frame`)
  }
}
