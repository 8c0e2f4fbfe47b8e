import type { Storage } from '@commonplace/storage'
import { platform } from '#platform'
import { PacketCache } from './context/packet-cache'
import type { Core } from './core'
import type { Embedding } from './embedding/embedding'
import { ErasureBook } from './erase/erasure-book'
import type { Events } from './events'
import { Gate } from './gate/gate'
import { Reinforcement } from './gate/reinforcement'
import { lazy } from './lazy'
import { createHybridClock, type Pause } from './model'
import { openIndex } from './open-index'
import type { Past } from './reading/past'
import { Projection } from './reading/projection'
import type { Settings } from './settings'
import { Snapshots } from './snapshot/snapshots'
import type { PoolOptions } from './space/pool'
import { tabsName } from './tabs-of-agent'

// Loaded for those whose options ask for them.
const pastPart = lazy(() => import('./reading/past'))
const embeddingPart = lazy(() => import('./embedding/part'))

/** What readers see: the search index, the projection, and what follows from either. It knows spaces only as they come and go. */
export interface Reading
  extends Pick<
    Core,
    | 'clock'
    | 'embedding'
    | 'erasures'
    | 'gate'
    | 'index'
    | 'packets'
    | 'past'
    | 'pause'
    | 'projection'
    | 'reinforcement'
    | 'snapshots'
  > {
  /** As `pause`, for who puts nothing into the search index. */
  readonly yielding: Pause
  readonly spaces: Required<Pick<PoolOptions, 'onChange' | 'onOpening' | 'onOpen' | 'onClose'>>
  close(): void
}

export async function openReading(settings: Settings, storage: Storage, events: Events): Promise<Reading> {
  const { options, identity, kinds, now, timers, made } = settings
  const reinforcement = new Reinforcement()
  const clock = createHybridClock({ now })
  const packets = new PacketCache()
  const yielding = platform.createPace()
  // Who puts many records waits for the worker that takes them, too.
  const pause: Pause = sliceMs => yielding(sliceMs) ?? index.pressure()
  const onError = (during: string) => (error: unknown) => events.emit('error', { error, during })
  const erasures: ErasureBook = new ErasureBook(
    space => projection.context(space),
    change => projection.changed(change),
    clock.observe,
  )
  const embedding = await openEmbedding(settings, storage, packets, onError('embedding'))
  const common = tabsName(options, identity)
  const { index, newIndex } = openIndex(options, {
    platform,
    shared: common && JSON.stringify([common, made]),
    pause: yielding,
    language: settings.language,
    kinds,
    reinforcement,
    onPassage: id => embedding?.changed(id),
    refill: () => projection.refill(),
    onError: onError('keeping the search index in a worker'),
  })
  embedding?.serve(index)
  // It is told of each record when that is indexed.
  if (embedding) await index.wake()
  const snapshots: Snapshots = new Snapshots({
    storage,
    index,
    projection: () => projection,
    timers,
    pause,
    now,
    from: options.keepIndex?.from ?? 20_000,
    afterMs: options.keepIndex?.afterMs,
    made,
    erasures: space => erasures.of(space).keys(),
    onError: onError('saving the search index'),
  })
  const projection: Projection = new Projection({
    ...settings,
    erasures,
    index,
    events,
    checkpoints: options.checkpoints ?? [],
    pause,
    observe: clock.observe,
    snapshots,
    onRefresh: (place, before, after, isNews) => {
      gate.refreshed(place, after)
      if (!isNews) return
      packets.changed(place, before, after)
      if (before && !after) embedding?.gone(place)
      past?.changed()
    },
  })
  const gate: Gate = new Gate(options.gate, { identity, now, projection, pause })
  let past: Past | undefined
  return {
    clock,
    embedding,
    erasures,
    gate,
    index,
    packets,
    past: () =>
      pastPart(({ Past }) => {
        past ??= new Past({ erasures, projection, pause, reinforcement, newIndex })
        return past
      }),
    pause,
    projection,
    reinforcement,
    snapshots,
    yielding,
    spaces: {
      onChange: change => {
        erasures.changed(change)
        projection.changed(change)
      },
      onOpening: (entry, opening) => snapshots.opening(entry, opening),
      onOpen: async space => {
        const reading = erasures.opened(space)
        if (reading) await reading
        await projection.opened(space)
      },
      onClose: space => {
        erasures.closed(space)
        projection.closed(space)
        gate.closed(space)
        snapshots.closed(space)
        packets.clear()
        past?.changed()
      },
    },
    close: () => past?.close(),
  }
}

async function openEmbedding(
  { options: { embedder }, timers }: Settings,
  storage: Storage,
  packets: PacketCache,
  onError: (error: unknown) => void,
): Promise<Embedding | undefined> {
  return (
    embedder &&
    embeddingPart(({ Embedding, VectorStore }) => {
      const store = new VectorStore(storage, embedder)
      return new Embedding({ embedder, store, timers, onError, onVectors: () => packets.clear() })
    })
  )
}
