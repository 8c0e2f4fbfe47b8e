import { HintedError } from '../hinted-error'

/** What can be wrong with a value that somebody asks the model to write. A closed list. */
export type ModelErrorCode =
  | 'content-too-large'
  | 'invalid-field'
  | 'newer-version'
  | 'unreadable'
  | 'incomplete-document'
  | 'busy-document'

/** An error of the data model: what was tried, and in `hint` what to do instead. */
export class ModelError extends HintedError<ModelErrorCode> {
  override readonly name = 'ModelError'
}
