import { SyncError } from './sync-error'

/** The relay cannot be asked now, or went away before it answered. */
export function awayError(): SyncError {
  return new SyncError('offline', 'the relay is away', { hint: 'ask again when it is back' })
}
