/** An update or state vector that cannot be taken. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError'
  readonly code: 'invalid' | 'too-large'
  /** the limit that was passed; 0 when none was */
  readonly value: number

  constructor(code: 'invalid' | 'too-large', message: string, value = 0) {
    super(message)
    this.code = code
    this.value = value
  }
}
