import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import type { SocketLike } from '../sync'
import { createPace } from './pace'
import type { Platform } from './platform'
import { webRandom } from './random'
import { globalTimers, now, yieldToLoop } from './timers'

/** A tab or worker: IndexedDB where it is there, the platform's own WebSocket. */
export const platform: Platform = {
  ...webRandom,
  locale: typeof navigator === 'undefined' ? undefined : navigator.language,
  now,
  timers: globalTimers,
  createPace: () => createPace({ now: () => performance.now(), yieldToLoop }),
  whenIdle(callback) {
    // Not in workers, and not in every browser.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => callback(), { timeout: 5_000 })
    else setTimeout(callback, 1_000)
  },
  openSocket(url, protocols) {
    const socket = new WebSocket(url, [...protocols])
    socket.binaryType = 'arraybuffer'
    return socket as unknown as SocketLike
  },
  openStorage(name, place = 'commonplace') {
    return typeof indexedDB === 'undefined' ? undefined : openIndexedDbStorage({ name: [place, ...name].join('/') })
  },
}
