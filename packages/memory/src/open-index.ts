import { lazy } from './lazy'
import type { OpenOptions } from './open-options'
import { DeferredIndex } from './search-index/deferred-index'
import type { IndexParts, IndexWorker } from './search-index/host-index'
import type { HostedIndex } from './search-index/hosted-index'

const part = lazy(() => import('./search-index/host-index'))

/** From so many records on a worker is worth its second copy of their texts. */
const usualFrom = 10_000

/** Makes another index that ranks as that of the memory, by words alone; empty. */
export type NewIndex = (refill: () => Promise<void>) => Promise<HostedIndex>

/** The search index of a memory, and a maker of others. */
export function openIndex(
  options: OpenOptions,
  parts: IndexParts,
): { readonly index: DeferredIndex; readonly newIndex: NewIndex } {
  const start = parts.platform.startIndexWorker
  const worker = workerOf(options, start)
  const index = new DeferredIndex({
    make: () => part(({ hostIndex }) => hostIndex(options, parts, worker)),
    refill: parts.refill,
    ...('reason' in worker ? { from: usualFrom, reason: worker.reason } : { from: worker.from, reason: undefined }),
  })
  parts.reinforcement.onSaid = (place, last) => index.saidAgain(place, last)
  const byWords = { ...options, embedder: undefined }
  const newIndex: NewIndex = refill =>
    part(({ hostIndex }) =>
      hostIndex(byWords, { ...parts, refill, shared: undefined, onPassage() {} }, workerOf(byWords, start)),
    )
  return { index, newIndex }
}

function workerOf(
  { indexWorker, embedder }: OpenOptions,
  usualStart: IndexParts['platform']['startIndexWorker'],
): IndexWorker {
  if (indexWorker === false) return { reason: 'indexWorker is false' }
  const start = indexWorker?.start ?? usualStart
  if (start === undefined) return { reason: 'openMemory was given no indexWorker' }
  return { from: indexWorker?.from ?? (embedder ? 1 : usualFrom), start }
}
