import { type KindPolicies, policyMs } from '../kinds/kind-policies'
import { lazy, lazyData } from '../lazy'
import type { Pause } from '../model'
import type { OpenOptions } from '../open-options'
import { createRecall, type KindRank, type Recall, type RecallOptions } from '../recall'
import { english } from '../recall/language'
import type { LanguageName } from '../recall/languages'
import type { Timers } from '../sync'
import type { HoldName } from '../tabs/channel'
import { HostedIndex, type HostOptions } from './hosted-index'
import { LocalIndex } from './local-index'
import type { SharedWorkerLike, WorkerLike } from './port'

const workerPart = lazy(() => import('./part'))
const languages = lazyData(() => import('../recall/languages'))

/** What an index asks of the place it runs in; see `Platform`. */
export interface IndexPlatform {
  readonly timers: Timers
  readonly startIndexWorker?: () => WorkerLike
  readonly holdName?: HoldName
  now(): number
  randomName(): string
}

/** How often records were said again, as ranking takes it; places are those of `placeToId`, times ms. */
export interface Retold {
  onSaid: (place: string, last: number) => void
  lastOf(place: string): number | undefined
  said(): Iterable<readonly [place: string, last: number]>
}

export interface IndexParts extends Pick<HostOptions, 'onPassage' | 'refill' | 'onError'> {
  readonly platform: IndexPlatform
  /** Names what memories have in common that may share an index; undefined: this one shares nothing. */
  readonly shared: string | undefined
  readonly pause: Pause
  readonly language: LanguageName
  readonly kinds: KindPolicies
  readonly reinforcement: Retold
}

type AnyWorker = WorkerLike | SharedWorkerLike
type Options = Pick<OpenOptions, 'embedder' | 'weights' | 'wordTable'>

/** Why there is no worker to be had, or how one is. */
export type IndexWorker = { readonly reason: string } | { readonly start: () => AnyWorker; readonly from: number }

/** The search index of a memory, empty. */
export async function hostIndex(options: Options, parts: IndexParts, worker: IndexWorker): Promise<HostedIndex> {
  const create = await recallOf(options, parts)
  const { onPassage, pause, reinforcement } = parts
  return new HostedIndex({
    ...parts,
    createLocal: () => new LocalIndex(create({ dimensions: options.embedder?.dimensions, onPassage }), pause),
    now: parts.platform.now,
    worker: 'reason' in worker ? worker : { from: worker.from, start: startOf(options, parts, worker.start) },
    said: () => reinforcement.said(),
  })
}

async function recallOf(options: Options, parts: IndexParts): Promise<(more: RecallOptions) => Recall> {
  const language = parts.language === 'english' ? english : await (await languages()).loadLanguage(parts.language)
  return more =>
    createRecall({
      ...rankedBy(options, parts),
      language,
      wordTable: options.wordTable,
      saidAgain: parts.reinforcement.lastOf,
      ...more,
    })
}

function rankedBy({ weights }: Options, { kinds }: IndexParts) {
  return {
    weights,
    kinds: new Map(
      Object.entries(kinds).map(([kind, { weight, halfLife }]): [string, KindRank] => [
        kind,
        { weight, halfLifeMs: policyMs(halfLife) },
      ]),
    ),
  }
}

function startOf(
  options: Options,
  parts: IndexParts,
  start: () => AnyWorker,
): Extract<HostOptions['worker'], { start: unknown }>['start'] {
  const { embedder, wordTable } = options
  const { shared, language } = parts
  const { holdName, randomName, timers } = parts.platform
  const setup = { ...rankedBy(options, parts), language, dimensions: embedder?.dimensions }
  // Vectors come to each memory by themselves.
  const sharing = shared !== undefined && holdName && !embedder && { shared, holdName }
  return told =>
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
    })
}
