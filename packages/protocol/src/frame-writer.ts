import * as encoding from 'lib0/encoding'
import { encodeUtf8 } from 'lib0/string'
import { FrameError } from './frame-error'
import { defaultLimits } from './limits'

/** Writes the parts of one frame; refuses what a reader could not read back as it was. */
export class FrameWriter {
  readonly #encoder = encoding.createEncoder()

  byte(value: number): void {
    encoding.writeUint8(this.#encoder, value)
  }

  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new FrameError('invalid', `${value} is no unsigned integer`)
    encoding.writeVarUint(this.#encoder, value)
  }

  bytes(value: Uint8Array): void {
    encoding.writeVarUint8Array(this.#encoder, value)
  }

  text(value: string): void {
    if (/\p{Cs}/u.test(value)) throw new FrameError('invalid', 'a text holds half a surrogate pair')
    encoding.writeVarString(this.#encoder, value)
  }

  /** Text for people: cut to its limit and repaired, because a refusal must get through whatever it quotes. */
  message(value: string): void {
    const bytes = encodeUtf8(value)
    let end = Math.min(bytes.length, defaultLimits.messageBytes)
    if (end < bytes.length) while ((bytes[end]! & 0xc0) === 0x80) end--
    this.bytes(bytes.subarray(0, end))
  }

  toUint8Array(): Uint8Array {
    return encoding.toUint8Array(this.#encoder)
  }
}
