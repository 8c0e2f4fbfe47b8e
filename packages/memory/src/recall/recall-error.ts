/** Why recall refused something: the closed list of its reasons. */
export type RecallErrorCode =
  | 'filter-invalid'
  | 'query-invalid'
  | 'query-too-long'
  | 'language-unknown'
  | 'language-unloaded'
  | 'record-invalid'

/** A record, a query or a filter that recall refuses, with what to do about it. */
export class RecallError extends Error {
  override readonly name = 'RecallError'
  readonly code: RecallErrorCode
  /** What the caller can do. */
  readonly hint: string

  constructor(code: RecallErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
