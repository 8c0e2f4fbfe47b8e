import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import { Corpus } from '../../search/corpus'
import { fill, keepIndex, open, type Place } from '../measure'

const startWorker = () => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })
const store = () => openIndexedDbStorage({ name: 'bench-open' })

/** What the bench calls in the page. */
const openPage = {
  fill: async (place: Place, records: number) => fill(await store(), place, records),
  keep: async (place: Place) => keepIndex(await store(), place),
  open: async (place: Place, records: number, isWatched: boolean) => {
    const clocks = isWatched ? { wall: () => performance.now() } : undefined
    return open(await store(), place, new Corpus(records), clocks, { start: startWorker })
  },
}

export type OpenPage = typeof openPage

Object.assign(globalThis, { openPage })
