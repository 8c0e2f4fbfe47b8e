import { abortable } from '../abortable'
import type { Space } from './space'

/**
 * Resolves when a shared space has what the relay had when it joined; a private one at once.
 *
 * @throws the signal's reason
 */
export async function untilSynced(space: Space, signal?: AbortSignal): Promise<void> {
  if (space.visibility === 'private') return
  let stop = () => {}
  const synced = new Promise<void>(resolve => {
    stop = space.replica.status.subscribe(({ synced, state, denied }) => {
      if (synced || state === 'denied' || state === 'closed' || state === 'failed' || denied) resolve()
    })
  })
  await abortable(synced, signal).finally(stop)
}
