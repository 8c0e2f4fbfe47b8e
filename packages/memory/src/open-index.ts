import type { Reinforcement } from './gate/reinforcement'
import { type KindPolicies, policyMs } from './kinds/kind-policies'
import { lazy } from './lazy'
import type { Pause } from './model'
import type { OpenOptions } from './open-options'
import type { Platform } from './platform/platform'
import { createRecall, type KindRank, type Recall, type RecallOptions } from './recall'
import type { Language } from './recall/language'
import { instantToMs } from './record/admits'
import { HostedIndex, type HostOptions } from './search-index/hosted-index'
import { LocalIndex } from './search-index/local-index'

const workerPart = lazy(() => import('./search-index/part'))

/** From so many records on a worker is worth its second copy of their texts. */
const usualFrom = 10_000

interface Parts extends Pick<HostOptions, 'onPassage' | 'refill' | 'onError'> {
  readonly platform: Pick<Platform, 'now' | 'timers' | 'startIndexWorker' | 'holdName' | 'randomName'>
  /** Names what memories have in common that may share an index; undefined: this one shares nothing. */
  readonly shared: string | undefined
  readonly pause: Pause
  readonly language: Language
  readonly kinds: KindPolicies
  readonly reinforcement: Reinforcement
}

/** The search index of a memory, and a maker of others that rank as it does. */
export function openIndex(
  options: OpenOptions,
  parts: Parts,
): { readonly index: HostedIndex; readonly newRecall: () => Recall } {
  const { reinforcement, pause, language } = parts
  const ranked = { weights: options.weights, kinds: kindRanks(parts.kinds) }
  const newRecall = (more: RecallOptions = {}) =>
    createRecall({
      ...ranked,
      toMs: instantToMs,
      language,
      wordTable: options.wordTable,
      saidAgain: reinforcement.lastOf,
      ...more,
    })
  const index: HostedIndex = new HostedIndex({
    ...parts,
    createLocal: () =>
      new LocalIndex(newRecall({ dimensions: options.embedder?.dimensions, onPassage: parts.onPassage }), pause),
    now: parts.platform.now,
    worker: workerOf(options, parts, ranked),
    said: () => reinforcement.said(),
  })
  reinforcement.onSaid = (place, last) => index.saidAgain(place, last)
  return { index, newRecall: () => newRecall() }
}

function kindRanks(kinds: KindPolicies): ReadonlyMap<string, KindRank> {
  return new Map(
    Object.entries(kinds).map(([kind, { weight, halfLife }]) => [kind, { weight, halfLifeMs: policyMs(halfLife) }]),
  )
}

function workerOf(
  { indexWorker, embedder, wordTable }: OpenOptions,
  { platform, language, shared }: Parts,
  ranked: Pick<RecallOptions, 'weights'> & { readonly kinds: ReadonlyMap<string, KindRank> },
): HostOptions['worker'] {
  if (indexWorker === false) return { reason: 'indexWorker is false' }
  const start = indexWorker?.start ?? platform.startIndexWorker
  if (start === undefined) return { reason: 'no worker was given: see indexWorker of openMemory' }
  const { holdName, randomName, timers } = platform
  const setup = { ...ranked, language: language.name, dimensions: embedder?.dimensions }
  // Vectors come to each memory by themselves.
  const sharing = shared !== undefined && holdName && !embedder && { shared, holdName }
  return {
    from: indexWorker?.from ?? (embedder ? 1 : usualFrom),
    start: told =>
      workerPart(({ RemoteIndex, toPort }) => {
        const port = toPort(start())
        if (!sharing) return new RemoteIndex({ ...told, port, setup, wordTable, timers })
        return new RemoteIndex({
          ...told,
          port,
          setup: { ...setup, shared },
          wordTable,
          timers,
          presence: { holdName: sharing.holdName, name: `${shared} index ${randomName()}` },
        })
      }),
  }
}
