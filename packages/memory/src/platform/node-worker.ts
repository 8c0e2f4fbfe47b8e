import { parentPort } from 'node:worker_threads'
import { IndexGroups } from '../search-index/index-groups'
import { toPort } from '../search-index/port'
import { serveIndex } from '../search-index/serve-index'
import { createPace } from './pace'
import { yieldToLoop } from './timers'

// `@commonplace/memory/worker` in Node: holds the search index of the thread that started it.
if (parentPort === null) throw new Error('@commonplace/memory/worker is to be started as a worker thread')
const pause = createPace({ now: () => performance.now(), yieldToLoop })
serveIndex(toPort(parentPort), { pause, yieldToLoop, groups: new IndexGroups({ pause }) })
