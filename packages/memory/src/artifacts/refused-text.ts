import type { Space } from '../space/space'
import type { SyncError } from '../sync'
import { refusedError } from '../sync/write'

/** Why the relay refused some of an artifact's text, if it did. Nobody else can have that text then. */
export function refusedText({ replica }: Space): SyncError | undefined {
  const refused = replica.parked().find(({ entries }) => entries.length > 0)
  return refused && refusedError(refused)
}
