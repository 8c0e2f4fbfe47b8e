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
  async openStorage(name, { place = 'commonplace', durability }) {
    // A page without https, or a private window of some browsers.
    if (typeof indexedDB === 'undefined' || !navigator.locks) return undefined
    try {
      return await openIndexedDbStorage({ name: [place, ...name].join('/'), durability })
    } catch (error) {
      const { cause } = error as { cause?: { name?: string } }
      if (cause?.name === 'SecurityError' || cause?.name === 'InvalidStateError') return undefined
      throw error
    }
  },
  persistence:
    typeof navigator === 'undefined' || !navigator.storage?.persist
      ? undefined
      : {
          persisted: () => navigator.storage.persisted(),
          persist: () => navigator.storage.persist(),
        },
}
