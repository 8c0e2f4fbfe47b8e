import { StorageError, type StorageErrorCode } from '../storage'

const codes = new Map<string, StorageErrorCode>([
  ['QuotaExceededError', 'full'],
  ['InvalidStateError', 'closed'],
  ['VersionError', 'newer'],
  // What Chromium answers where a file of a large value is gone, or cannot be decoded.
  ['NotReadableError', 'damaged'],
  ['DataError', 'damaged'],
])

const hints: Partial<Record<StorageErrorCode, string>> = {
  full: 'free some space of this origin, or ask for more with navigator.storage.persist()',
  closed: 'open it again to go on',
  damaged: 'restore a backup, or delete this database and let the relay fill a new one',
  newer: 'reload the page to get the newer version of the library',
}

/** The StorageError for what IndexedDB threw or answered. */
export function toStorageError(name: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { name: kind, message } = (error ?? {}) as { name?: string; message?: string }
  const code = codes.get(kind ?? '') ?? 'failed'
  const reason = [kind, message].filter(Boolean).join(': ') || 'no reason given'
  return new StorageError(code, `IndexedDB database "${name}": ${reason}`, { hint: hints[code], cause: error })
}

/** Settles with the request. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves when the transaction is complete, rejects when it was aborted: none of it happened then. */
export function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}
