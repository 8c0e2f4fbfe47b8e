import { StorageError } from '@commonplace/storage'
import { damagedHint, SyncError } from './sync-error'

export function closedError(name: string): SyncError {
  return new SyncError('closed', `space ${name} is closed`, { hint: 'open it again' })
}

export function storageError(name: string, cause: unknown): SyncError {
  const { message, hint = 'make room or mend the disk, then open the memory again' } = Object(cause) as StorageError
  return new SyncError('storage-failed', `the storage did not take what was written to space ${name}: ${message}`, {
    hint,
    cause,
  })
}

/** What kept something from being read, with its name, where that lies on the disk. */
export function unreadable(what: string, cause: unknown): unknown {
  if (cause instanceof StorageError && cause.code !== 'damaged') return cause
  const { code, hint } = cause instanceof SyncError ? cause : { code: 'damaged' as const, hint: damagedHint }
  const message = `${what} on this device cannot be read: ${(cause as Error).message}`
  return new SyncError(code, message, { hint, cause })
}
