import type { RefusalCode } from './codes'

/** A frame that cannot be taken; the socket that sent it ends with `failed {code, message, value}`. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  readonly code: RefusalCode
  /** the limit that was passed; 0 when none was */
  readonly value: number

  constructor(code: RefusalCode, message: string, value = 0) {
    super(message)
    this.code = code
    this.value = value
  }
}
