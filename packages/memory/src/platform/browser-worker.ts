import { toPort, type WorkerLike } from '../search-index/port'
import { serveIndex } from '../search-index/serve-index'
import { createPace } from './pace'
import { yieldToLoop } from './timers'

// `@commonplace/memory/worker` in browsers: holds the search index of whoever started it; in a shared worker, one for each
// page that connects.
const options = { pause: createPace({ now: () => performance.now(), yieldToLoop }), yieldToLoop }

if ('onconnect' in globalThis) {
  globalThis.addEventListener('connect', event => serveIndex(toPort((event as MessageEvent).ports[0]!), options))
} else serveIndex(toPort(globalThis as unknown as WorkerLike), options)
