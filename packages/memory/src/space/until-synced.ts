import type { Space } from './space'

/**
 * Resolves when a shared space has what the relay had when it joined; at once where no relay can be asked.
 *
 * @param hasRelay whether the memory has a relay and is not told to stay away from it
 * @throws the signal's reason
 */
export function untilSynced(space: Space, hasRelay: boolean, signal?: AbortSignal): Promise<void> {
  if (!hasRelay || space.visibility === 'private') return Promise.resolve()
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    let stop = () => {}
    const leave = () => {
      signal?.removeEventListener('abort', abort)
      // The first call comes before `subscribe` has returned.
      queueMicrotask(() => stop())
    }
    const abort = () => {
      leave()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
    stop = space.replica.status.subscribe(({ synced, state, denied }) => {
      if (!synced && state !== 'denied' && state !== 'closed' && state !== 'failed' && !denied) return
      leave()
      resolve()
    })
  })
}
