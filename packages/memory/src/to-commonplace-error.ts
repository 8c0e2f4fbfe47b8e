import { NameError, type RefusalCode, refusalCodes } from '@commonplace/protocol'
import { StorageError, type StorageErrorCode } from '@commonplace/storage'
import { CommonplaceError, type ErrorCode } from './errors'
import { ModelError, type ModelErrorCode } from './model/model-error'
import { RecallError, type RecallErrorCode } from './recall/recall-error'
import { IndexLost } from './search-index/index-lost'
import { SyncError, type SyncErrorCode } from './sync/sync-error'

type LayerCode = StorageErrorCode | ModelErrorCode | RecallErrorCode | Exclude<SyncErrorCode, RefusalCode>

/** What the errors of lower layers are called at the library's door. Total: a new code of a layer must find its place. */
const codes: Readonly<Record<LayerCode, ErrorCode>> = {
  locked: 'storage-locked',
  full: 'storage-full',
  failed: 'storage-failed',
  damaged: 'storage-failed',
  'invalid-key': 'storage-failed',
  'storage-failed': 'storage-failed',
  closed: 'closed',
  'wrong-key': 'wrong-key',
  newer: 'newer-version',
  'newer-version': 'newer-version',
  'content-too-large': 'content-too-large',
  'invalid-field': 'invalid-input',
  'filter-invalid': 'invalid-input',
  'query-invalid': 'invalid-input',
  'query-too-long': 'invalid-input',
  'language-unknown': 'invalid-input',
  'language-unloaded': 'offline',
  'record-invalid': 'invalid-input',
  unreadable: 'unreadable',
  'incomplete-document': 'busy',
  'busy-document': 'busy',
  removed: 'withdrawn',
  dropped: 'withdrawn',
  private: 'private',
  'not-own': 'forbidden',
  'room-taken': 'duplicate-writer',
  offline: 'offline',
  'clients-collided': 'duplicate-writer',
}

const refusals: ReadonlySet<string> = new Set(refusalCodes)

/** Lets errors of the layers below leave the library under its one error class; other errors travel on as they are. */
export function toCommonplaceError(error: unknown, who: string): unknown {
  if (error instanceof NameError)
    return new CommonplaceError('invalid-input', `${who}: ${error.message}`, {
      hint: 'names are 1 to 256 bytes of NFC text without control characters',
      cause: error,
    })
  if (error instanceof IndexLost)
    return new CommonplaceError('closed', `${who}: the memory was closed meanwhile`, {
      hint: 'open it again with openMemory',
      cause: error,
    })
  const isOfLayer =
    error instanceof StorageError ||
    error instanceof ModelError ||
    error instanceof RecallError ||
    error instanceof SyncError
  if (!isOfLayer) return error
  const code = refusals.has(error.code) ? (error.code as RefusalCode) : codes[error.code as LayerCode]
  return new CommonplaceError(code, `${who}: ${error.message}`, { hint: error.hint, cause: error })
}
