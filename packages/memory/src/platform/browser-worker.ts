import { IndexGroups } from '../search-index/index-groups'
import { toPort, type WorkerLike } from '../search-index/port'
import { serveIndex } from '../search-index/serve-index'
import { holdWebLock } from './hold-web-lock'
import { createPace } from './pace'
import { webRandom } from './random'
import { yieldToLoop } from './timers'

// `@commonplace/memory/worker` in browsers: holds the search index of whoever started it; in a shared worker, of all pages
// that connect: one for those that may share it.
const pause = createPace({ now: () => performance.now(), yieldToLoop })
const options = {
  pause,
  yieldToLoop,
  groups: new IndexGroups({ pause }),
  ...(navigator.locks && { holdName: holdWebLock, held: heldName() }),
}

if ('onconnect' in globalThis) {
  globalThis.addEventListener('connect', event => serveIndex(toPort((event as MessageEvent).ports[0]!), options))
} else serveIndex(toPort(globalThis as unknown as WorkerLike), options)

/** A name that this worker has as long as it is there. */
function heldName(): Promise<string> {
  const name = `index worker ${webRandom.randomName()}`
  return new Promise(resolve => holdWebLock(name, { onHeld: () => resolve(name) }))
}
