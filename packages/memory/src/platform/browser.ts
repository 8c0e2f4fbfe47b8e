import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import type { SocketLike } from '../sync'
import { holdWebLock } from './hold-web-lock'
import { inflateStream } from './inflate-stream'
import { openBroadcastChannel } from './open-broadcast-channel'
import { openLeft } from './open-left'
import { createPace } from './pace'
import type { Platform } from './platform'
import { webRandom } from './random'
import { globalTimers, now, yieldToLoop } from './timers'

// A sandboxed frame has all of it and may use none.
const { navigator = undefined, origin } = globalThis as Partial<typeof globalThis>
const locks = origin === 'null' ? undefined : navigator?.locks

/** A tab or worker: IndexedDB where it is there, the platform's own WebSocket. */
export const platform: Platform = {
  ...webRandom,
  locale: navigator?.language,
  now,
  timers: globalTimers,
  createPace: () => createPace({ now: () => performance.now(), yieldToLoop }),
  onWake(callback) {
    const onVisible = () => document.visibilityState === 'visible' && callback()
    const sources: Source[] = [
      [globalThis, 'online', callback],
      [globalThis, 'offline', callback],
    ]
    // Not in workers.
    if (typeof document !== 'undefined') {
      sources.push([globalThis, 'pageshow', callback], [document, 'resume', callback])
      sources.push([document, 'visibilitychange', onVisible])
    }
    return listen(sources)
  },
  inTurn: load => load(),
  onSleep(callback) {
    // A worker stands still with its page, and is told nothing.
    if (typeof document === 'undefined') return () => {}
    const onHide = (event: Event) => (event as PageTransitionEvent).persisted && callback()
    return listen([
      [document, 'freeze', callback],
      [globalThis, 'pagehide', onHide],
    ])
  },
  ...(typeof BroadcastChannel !== 'undefined' && { openChannel: openBroadcastChannel }),
  ...(locks && { holdName: holdWebLock }),
  whenIdle,
  whenFree: whenIdle,
  openSocket(url, protocols) {
    const socket = new WebSocket(url, [...protocols])
    socket.binaryType = 'arraybuffer'
    return socket as unknown as SocketLike
  },
  inflate: inflateStream,
  openStorage: (name, { place = 'commonplace', durability, onEnd }) =>
    // None on a page without https, or in a private window of some browsers; in others the very look at it is refused.
    unlessBlocked(async () =>
      globalThis.indexedDB && locks
        ? openIndexedDbStorage({ name: [place, ...name].join('/'), durability, onEnd })
        : undefined,
    ),
  leaves: (name, closed) => void locks?.request(name, () => closed).catch(() => {}),
  // A tab that stands still while it closes is not waited for, and loses nothing: the next store is there.
  left: name => locks?.request(name, { signal: AbortSignal.timeout(10_000) }, () => {}).catch(() => {}),
  async *leftStores(name, { place = 'commonplace' }) {
    // Not in every browser.
    const databases = (await unlessBlocked(async () => globalThis.indexedDB?.databases?.())) ?? []
    const first = `${[place, ...name].join('/')}@`
    for (const { name: found } of databases) {
      // A number follows; a user's name would be another's store.
      if (!found?.startsWith(first) || !/^\d+$/.test(found.slice(first.length))) continue
      const left = await openLeft(
        () => openIndexedDbStorage({ name: found }),
        storage => storage.destroy(),
      )
      if (left) yield left
    }
  },
  persistence: navigator?.storage?.persist && {
    persisted: () => navigator.storage.persisted(),
    persist: () => navigator.storage.persist(),
  },
}

/** Undefined where the browser gives no database here, whatever it gives elsewhere. */
async function unlessBlocked<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    const { cause = error } = error as { cause?: unknown }
    if (['SecurityError', 'InvalidStateError'].includes((cause as Error).name)) return undefined
    throw error
  }
}

function whenIdle(callback: () => void): void {
  // Not in workers, and not in every browser.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => callback(), { timeout: 5_000 })
  else setTimeout(callback, 1_000)
}

type Source = readonly [target: EventTarget, name: string, listener: (event: Event) => void]

function listen(sources: readonly Source[]): () => void {
  for (const [target, name, listener] of sources) target.addEventListener(name, listener)
  return () => {
    for (const [target, name, listener] of sources) target.removeEventListener(name, listener)
  }
}
