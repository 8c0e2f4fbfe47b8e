import { openMemory } from '@commonplace/memory'
import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import { fill, keepIndex, open } from '../../open/measure'
import { Corpus } from '../../search/corpus'
import { ourWrites, storeWrites, theirWrites } from '../durable-writes'
import { loadOurs, loadTheirs, storeTheirs } from '../loads'
import { typing } from '../typing'

const startWorker = () => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })
const store = () => openIndexedDbStorage({ name: 'bench-browser' })

/** What the bench calls in the page. */
const browserPage = {
  fill: async (records: number) => {
    await fill(await store(), 'base', records)
    await storeTheirs(records)
  },
  keepIndex: async () => keepIndex(await store(), 'base'),
  open: async (records: number) =>
    (await open(await store(), 'base', new Corpus(records), undefined, { start: startWorker })).firstAnswerMs,
  loadOurs: async () => loadOurs(await store()),
  loadTheirs,
  ourWrites: (count: number) => ourWrites(openMemory, count),
  storeWrites,
  theirWrites,
  typing: async (records: number) => typing(await store(), new Corpus(records), { start: startWorker }),
}

export type BrowserPage = typeof browserPage

Object.assign(globalThis, { browserPage })
