import type { StorageError } from '@commonplace/storage'
import { SyncError } from './sync-error'

export function closedError(name: string): SyncError {
  return new SyncError('closed', `space ${name} is closed`, { hint: 'open it again' })
}

export function storageError(name: string, cause: unknown): SyncError {
  const { message, hint = 'make room or mend the disk, then open the space again' } = Object(cause) as StorageError
  return new SyncError('storage-failed', `the storage did not take what was written to space ${name}: ${message}`, {
    hint,
    cause,
  })
}
