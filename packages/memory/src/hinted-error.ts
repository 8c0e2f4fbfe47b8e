/** An error with a code from a closed list, and in `hint` what its reader can do. */
export abstract class HintedError<Code extends string> extends Error {
  readonly code: Code
  readonly hint: string

  constructor(code: Code, message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
