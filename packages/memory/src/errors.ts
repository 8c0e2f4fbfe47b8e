import type { RefusalCode } from '@commonplace/protocol'
import { HintedError } from './hinted-error'

/** What can go wrong at the library's door; refusals by a relay carry the relay's own codes. */
export type ErrorCode =
  | 'invalid-input'
  | 'content-too-large'
  | 'unknown-space'
  | 'unknown-record'
  | 'not-in-conflict'
  | 'repeated'
  | 'secret'
  | 'beyond-retention'
  | 'not-implemented'
  | 'support-gone'
  | 'embedder-failed'
  | 'newer-version'
  | 'storage-locked'
  | 'storage-full'
  | 'storage-failed'
  | 'wrong-key'
  | 'unreadable'
  | 'busy'
  | 'withdrawn'
  | 'private'
  | 'no-relay'
  | 'offline'
  | 'duplicate-writer'
  | 'taken-over'
  | 'timed-out'
  | 'closed'
  | RefusalCode

/**
 * Every error this library throws: a code from a closed list, a message that says who and what, and a hint that says
 * what to do. The error that caused it, if any, is its `cause`.
 */
export class CommonplaceError extends HintedError<ErrorCode> {
  override readonly name = 'CommonplaceError'
}
