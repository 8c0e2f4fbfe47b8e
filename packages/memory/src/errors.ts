import type { RefusalCode } from '@commonplace/protocol'

/** What can go wrong at the library's door; refusals by a relay carry the relay's own codes. */
export type ErrorCode =
  | 'invalid-input'
  | 'content-too-large'
  | 'unknown-space'
  | 'unknown-record'
  | 'not-in-conflict'
  | 'newer-version'
  | 'storage-locked'
  | 'storage-full'
  | 'storage-failed'
  | 'timeout'
  | 'closed'
  | RefusalCode

/**
 * Every error this library throws: a code from a closed list, a message that says who and what, and a hint that says
 * what to do. The error that caused it, if any, is its `cause`.
 */
export class CommonplaceError extends Error {
  override readonly name = 'CommonplaceError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}

/** An error of a lower layer that already says who, what and what to do, under its own code. */
interface Coded {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

const codesOfLayers = new Map<string, ErrorCode>([
  ['locked', 'storage-locked'],
  ['full', 'storage-full'],
  ['damaged', 'storage-failed'],
  ['failed', 'storage-failed'],
  ['invalid-key', 'storage-failed'],
  ['newer', 'newer-version'],
  ['invalid-field', 'invalid-input'],
])

/** Lets errors of the model, storage and sync leave the library under its one error class. */
export function toCommonplaceError(error: unknown, who: string): unknown {
  if (error instanceof CommonplaceError || !isCoded(error)) return error
  const code = codesOfLayers.get(error.code) ?? (error.code as ErrorCode)
  return new CommonplaceError(code, `${who}: ${error.message}`, { hint: error.hint ?? 'see the cause', cause: error })
}

function isCoded(error: unknown): error is Error & Coded {
  return error instanceof Error && typeof (error as Partial<Coded>).code === 'string' && error.name.endsWith('Error')
}
