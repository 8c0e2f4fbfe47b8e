import { lazy } from './lazy'
import type { OpenOptions } from './open-options'
import type { Recall } from './recall'
import { DeferredIndex } from './search-index/deferred-index'
import type { IndexParts, IndexWorker } from './search-index/host-index'

const part = lazy(() => import('./search-index/host-index'))

/** From so many records on a worker is worth its second copy of their texts. */
const usualFrom = 10_000

/** The search index of a memory, and a maker of others that rank as it does. */
export function openIndex(
  options: OpenOptions,
  parts: IndexParts,
): { readonly index: DeferredIndex; readonly newRecall: () => Promise<Recall> } {
  const worker = workerOf(options, parts.platform.startIndexWorker)
  const index = new DeferredIndex({
    make: () => part(({ hostIndex }) => hostIndex(options, parts, worker)),
    refill: parts.refill,
    ...('reason' in worker ? { from: usualFrom, reason: worker.reason } : { from: worker.from, reason: undefined }),
  })
  parts.reinforcement.onSaid = (place, last) => index.saidAgain(place, last)
  return { index, newRecall: () => part(({ newRecall }) => newRecall(options, parts)) }
}

function workerOf(
  { indexWorker, embedder }: OpenOptions,
  usualStart: IndexParts['platform']['startIndexWorker'],
): IndexWorker {
  if (indexWorker === false) return { reason: 'indexWorker is false' }
  const start = indexWorker?.start ?? usualStart
  if (start === undefined) return { reason: 'no worker was given: see indexWorker of openMemory' }
  return { from: indexWorker?.from ?? (embedder ? 1 : usualFrom), start }
}
