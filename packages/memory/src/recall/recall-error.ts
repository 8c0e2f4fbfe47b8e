import { HintedError } from '../hinted-error'

/** Why recall refused something: the closed list of its reasons. */
export type RecallErrorCode =
  | 'filter-invalid'
  | 'query-invalid'
  | 'query-too-long'
  | 'language-unknown'
  | 'language-unloaded'
  | 'record-invalid'

/** A record, a query or a filter that recall refuses, with what to do about it. */
export class RecallError extends HintedError<RecallErrorCode> {
  override readonly name = 'RecallError'
}
