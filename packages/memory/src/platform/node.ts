import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { WebSocket } from 'ws'
import type { SocketLike } from '../sync'
import { toFolderName } from './folder-name'
import { inflateSync } from './inflate-sync'
import { leftFolders } from './left-folders'
import { createPace } from './pace'
import type { Platform } from './platform'
import { webRandom } from './random'
import { globalTimers, now, yieldToLoop } from './timers'

// Not there where the library runs from its sources, or was bundled into one file.
const workerFile = new URL('./node-worker.mjs', import.meta.url)

/** The stores that this thread is closing, by name. */
const leaving = new Map<string, Promise<void>>()

let importing: Promise<void> | undefined

/** Node: LMDB under `./.commonplace`, the `ws` client. */
export const platform: Platform = {
  ...webRandom,
  ...(existsSync(workerFile) && { startIndexWorker: () => new Worker(workerFile) }),
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  now,
  timers: globalTimers,
  createPace: () => createPace({ now: () => performance.now(), yieldToLoop }),
  whenIdle() {},
  whenFree: callback => void setImmediate(callback),
  onWake: () => () => {},
  onSleep: () => () => {},
  inTurn(load) {
    const imported = importing ? importing.then(load) : load()
    const isOver = () => {
      if (importing === over) importing = undefined
    }
    const over = imported.then(isOver, isOver)
    importing = over
    return imported
  },
  openSocket(url, protocols) {
    const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false })
    socket.binaryType = 'arraybuffer'
    return sayingWhy(socket, url) as unknown as SocketLike
  },
  inflate: inflateSync,
  openStorage: (name, { place = '.commonplace', onEnd }) =>
    openLmdbStorage({ path: resolve(place, ...name.map(toFolderName)), checked: true, onEnd }),
  leaves(name, closed) {
    // Whoever closed it is told what went wrong.
    const over = closed.catch(() => {}).finally(() => leaving.delete(name))
    leaving.set(name, over)
  },
  left: name => leaving.get(name),
  leftStores: ([tenant = '', agent = ''], { place = '.commonplace' }) =>
    leftFolders(resolve(place, toFolderName(tenant)), agent),
}

/** A socket that cannot be opened closes without a reason; what it failed of (a certificate, a proxy's answer) is given as that. */
function sayingWhy(socket: WebSocket, url: string): WebSocket {
  let problem = ''
  socket.on('error', ({ message }) => {
    problem = `${url}: ${message}`
  })
  return Object.defineProperty(socket, 'onclose', {
    set: (listener: (event: { code: number; reason: string }) => void) =>
      socket.addEventListener('close', ({ code, reason }) => listener({ code, reason: reason || problem })),
  })
}
