import { NameError } from '@commonplace/protocol'
import { StorageError, type StorageErrorCode } from '@commonplace/storage'
import { CommonplaceError, type ErrorCode } from './errors'
import { ModelError, type ModelErrorCode } from './model/model-error'
import { RecallError, type RecallErrorCode } from './recall/recall-error'
import { IndexLost } from './search-index/index-lost'
import { SyncError, type SyncErrorCode } from './sync/sync-error'

type LayerCode = Exclude<StorageErrorCode | ModelErrorCode | RecallErrorCode | SyncErrorCode, ErrorCode>

/** What the errors of lower layers are called at the library's door, where that is another code. Total: a new one must find its place. */
const codes: Readonly<Record<LayerCode, ErrorCode>> = {
  locked: 'storage-locked',
  full: 'storage-full',
  failed: 'storage-failed',
  damaged: 'storage-failed',
  'invalid-key': 'storage-failed',
  newer: 'newer-version',
  'invalid-field': 'invalid-input',
  'filter-invalid': 'invalid-input',
  'query-invalid': 'invalid-input',
  'query-too-long': 'invalid-input',
  'language-unknown': 'invalid-input',
  'language-unloaded': 'offline',
  'record-invalid': 'invalid-input',
  'incomplete-document': 'busy',
  'busy-document': 'busy',
  removed: 'withdrawn',
  dropped: 'withdrawn',
  'not-own': 'forbidden',
  'room-taken': 'duplicate-writer',
  'clients-collided': 'duplicate-writer',
}

/**
 * Lets errors of the layers below leave the library under its one error class, and says who in what was refused far inside, where no
 * agent and no verb are known; other errors travel on as they are.
 */
export function toCommonplaceError(error: unknown, who: string): unknown {
  const as = (code: ErrorCode, message: string, hint: string, cause = error) =>
    new CommonplaceError(code, `${who}: ${message}`, { hint, cause })
  if (error instanceof NameError)
    return as('invalid-input', error.message, 'names are 1 to 256 bytes of NFC text without control characters')
  if (error instanceof IndexLost)
    return as('closed', 'the memory was closed meanwhile', 'open it again with openMemory')
  const isOfLayer =
    error instanceof StorageError ||
    error instanceof ModelError ||
    error instanceof RecallError ||
    error instanceof SyncError
  const isNameless = error instanceof CommonplaceError && !error.message.startsWith('agent "')
  if (!isOfLayer && !isNameless) return error
  // One of ours that only gets a name keeps what it came of.
  return as(codes[error.code as LayerCode] ?? error.code, error.message, error.hint, isNameless ? error.cause : error)
}
