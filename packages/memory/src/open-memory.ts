import type { Storage } from '@commonplace/storage'
import { platform } from '#platform'
import { KeptPolicy } from './access/keep-policy'
import { Artifacts } from './artifacts/artifacts'
import { startBackground } from './background'
import { leave } from './close'
import { PacketCache } from './context/packet-cache'
import { loadTokenCounter } from './context/tokens'
import type { Core, Identity } from './core'
import { ErasureBook } from './erase/erasure-book'
import { ErasureWatch } from './erase/erasure-watch'
import { Events } from './events'
import { Freshness } from './freshness'
import { Gate } from './gate/gate'
import { Reinforcement } from './gate/reinforcement'
import type { EntityGraph } from './graph/entity-graph'
import { graph as graphPart } from './graph/verbs'
import { identityOf } from './identity'
import { kindPoliciesOf } from './kinds/kind-policies'
import { lazy } from './lazy'
import { Ledger } from './ledger/ledger'
import { Memory } from './memory'
import { createHybridClock, type QuarantineRule } from './model'
import { openIndex } from './open-index'
import { checkedOpenOptions, type OpenOptions } from './open-options'
import { openStorage, sealedStorage } from './open-storage'
import { repeatable } from './platform/random'
import type { AccessPolicy } from './policy/access-policy'
import { languageFor } from './recall/language-for'
import { savedForm } from './recall/saved/index-state'
import type { Past } from './record/past'
import { placeOf } from './record/place'
import { Projection } from './record/projection'
import { Recalled } from './record/recalled'
import { relayPart } from './relay'
import { Snapshots } from './snapshot/snapshots'
import { Catalog } from './space/catalog'
import { SpacePool } from './space/pool'
import { topologyOf } from './space/topology'
import { Store } from './store/store'
import { SyncSignals } from './sync-signals'
import { tabsName, tabsOf } from './tabs-of-agent'
import { toCommonplaceError } from './to-commonplace-error'

// Loaded for those whose options ask for them.
const pastPart = lazy(() => import('./record/past'))
const embeddingPart = lazy(() => import('./embedding/part'))
const storePart = lazy(() => import('./store/part'))

/**
 * Opens the memory of one agent: reads what this device holds, connects to the relay if one was given, and makes the
 * spaces of the topology ready. The identity is bound here; no verb asks for it again.
 *
 * A second process of the same agent on one device gets a store of its own and syncs through the relay.
 *
 * @throws CommonplaceError `invalid-input`, `storage-locked`, `storage-failed`, `wrong-key`, `newer-version`
 * @example
 * const memory = await openMemory({ agent: { id: 'support', user: 'ada', app: 'shop' }, relay: 'ws://localhost:4321' })
 * await memory.add('Ada prefers e-mail to phone calls')
 * const [hit] = await memory.search('how should we contact Ada?')
 */
export async function openMemory(options: OpenOptions): Promise<Memory> {
  const checked = await checkedOpenOptions(options)
  const identity = identityOf(checked)
  try {
    const store = new Store({ now: platform.now, timers: platform.timers, persistence: platform.persistence })
    const opened = await openStorage(checked, identity, store)
    const storage = await sealedStorage(opened.storage, checked)
    try {
      if (opened.slot > 0) await storePart(({ noteUser }) => noteUser(storage, identity.user ?? ''))
      return await assemble(checked, identity, storage, store)
    } catch (error) {
      await storage.close()
      throw error
    }
  } catch (error) {
    throw toCommonplaceError(error, `agent "${identity.agent}", openMemory`)
  }
}

async function assemble(options: OpenOptions, identity: Identity, storage: Storage, store: Store): Promise<Memory> {
  const now = options.clock ?? platform.now
  const { timers } = platform
  const { random, randomClientId, randomName } = options.random ? repeatable(options.random) : platform
  const yielding = platform.createPace()
  // Who puts many records waits for the worker that takes them, too.
  const pause = () => yielding() ?? index.pressure()
  const author = { agent: identity.agent, user: identity.user ?? '' }
  const topology = topologyOf(options.topology ?? 'hybrid', options.spaces)
  const rule = options.conflicts ?? 'latest'
  const curators = new Set(options.curators)
  const mayCurate = (agent: string) => curators.has(agent)
  const language = await languageFor(options.language, platform.locale)
  const { embedder } = options
  const kinds = kindPoliciesOf(options.kinds)
  const reinforcement = new Reinforcement()
  const events = new Events()
  if (options.onProgress) events.on('progress', options.onProgress)
  store.onTrouble = cause =>
    events.emit('error', { error: toCommonplaceError(cause, `agent "${identity.agent}"`), during: 'storing' })
  const clock = createHybridClock({ now })
  const packets = new PacketCache()
  const erasures: ErasureBook = new ErasureBook(
    space => projection.context(space),
    change => projection.changed(change),
  )
  const embedding =
    embedder &&
    (await embeddingPart(({ Embedding, VectorStore }) => {
      const vectors = new VectorStore(storage, embedder)
      const onError = (error: unknown) => events.emit('error', { error, during: 'embedding' })
      return new Embedding({ embedder, store: vectors, timers, onError, onVectors: () => packets.clear() })
    }))
  // Everything besides the log that what is indexed depends on.
  const made = JSON.stringify([
    savedForm,
    language,
    typeof rule === 'function' ? String(rule) : rule,
    options.checkpoints,
    options.quarantine,
    options.policy?.read && String(options.policy.read),
    options.kinds,
    [...curators].sort(),
  ])
  const common = tabsName(options, identity)
  const { index, newIndex } = openIndex(options, {
    platform,
    shared: common && JSON.stringify([common, made]),
    pause: yielding,
    language,
    kinds,
    reinforcement,
    onPassage: id => embedding?.changed(id),
    refill: () => projection.refill(),
    onError: error => events.emit('error', { error, during: 'keeping the search index in a worker' }),
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
    onError: error => events.emit('error', { error, during: 'saving the search index' }),
  })
  const projection: Projection = new Projection({
    left: (space, key, entries) => erasures.left(space, key, entries),
    index,
    events,
    rule,
    checkpoints: options.checkpoints ?? [],
    quarantine: quarantineOf(options),
    read: ofOthers(identity.agent, options.policy?.read),
    mayCurate,
    now,
    pause,
    observe: clock.observe,
    snapshots,
    onRefresh: (place, before, after, isNews) => {
      if (after) graph?.put(place, after)
      else graph?.remove(place)
      gate.refreshed(place, after)
      if (!isNews) return
      packets.changed(place, before, after)
      if (before && !after) embedding?.gone(place)
      past?.changed()
    },
  })
  const gate: Gate = new Gate(options.gate, { identity, now, projection, pause })
  let graph: EntityGraph | undefined
  let past: Past | undefined
  const relay = typeof options.relay === 'string' ? { url: options.relay } : options.relay
  const catalog = await Catalog.open(storage, randomClientId())
  const tabs = await tabsOf(options, identity, error => events.emit('error', { error, during: 'tabs' }))
  const connect = async () =>
    relay &&
    relayPart(({ createConnection }) =>
      createConnection({
        url: relay.url,
        getToken: relay.getToken,
        ...author,
        tenant: identity.tenant,
        openSocket: relay.openSocket ?? tabs?.socket?.open ?? platform.openSocket,
        inflate: platform.inflate,
        timers,
        random,
      }),
    )
  const [connection] = await Promise.all([connect(), relay && erasures.ready()])
  if (typeof options.relay === 'object' && options.relay.paused) connection?.pause()
  const policyLog = new KeptPolicy(identity.tenant, storage, events)
  const ledger = new Ledger()
  const signals = new SyncSignals(events, projection, connection, tabs?.socket)
  let erasing: ErasureWatch | undefined
  const shared = {
    storage,
    tenant: identity.tenant,
    agent: author,
    connection,
    timers,
    now,
    pause,
    randomClientId,
    randomName,
    idleMs: 60_000,
  }
  const apart = { onChange: () => {}, onOpen: async () => {}, onClose: () => {} }
  const artifacts = new Artifacts({
    tenant: identity.tenant,
    storage,
    createPool: catalog => new SpacePool({ ...shared, ...apart, catalog }),
    onUnsent: () => signals.changed(),
  })
  const pool: SpacePool = new SpacePool({
    ...shared,
    catalog,
    onChange: change => {
      erasures.changed(change)
      projection.changed(change)
      ledger.changed(change)
      erasing?.changed(change)
    },
    onOpening: (entry, opening) => snapshots.opening(entry, opening),
    onOpen: async space => {
      const reading = erasures.opened(space)
      if (reading) await reading
      await projection.opened(space)
      ledger.opened(space)
      signals.follow(space)
      tabs?.exchange.follow(space)
    },
    onClose: space => {
      tabs?.exchange.leave(space)
      signals.leave(space)
      freshness.forget(space)
      ledger.closed(space)
      erasures.closed(space)
      projection.closed(space)
      gate.closed(space)
      snapshots.closed(space)
      packets.clear()
      past?.changed()
    },
  })
  let closed = false
  const endings: (() => void)[] = [() => tabs?.exchange.close(), () => past?.close()]
  if (tabs || connection) {
    endings.push(
      platform.onSleep(() => {
        tabs?.exchange.suspend()
        tabs?.socket?.suspend()
      }),
      platform.onWake(() => {
        tabs?.exchange.resume()
        tabs?.socket?.resume()
        connection?.wake()
      }),
    )
  }
  const freshness = new Freshness({ pool, connection, now })
  const core: Core = {
    identity,
    topology,
    rule,
    kinds,
    retention: options.retention ?? [],
    mayCurate,
    storage,
    store,
    catalog,
    pool,
    connection,
    socket: tabs?.socket,
    freshness,
    projection,
    embedding,
    index,
    past: () =>
      pastPart(({ Past }) => {
        past ??= new Past({ erasures, projection, pause, reinforcement, newIndex })
        return past
      }),
    snapshots,
    artifacts,
    recalled: new Recalled(),
    gate,
    reinforcement,
    promotion: options.promotion,
    policy: options.policy,
    policyLog,
    graph: async () => {
      await projection.whole()
      return graphPart(({ EntityGraph }) => {
        projection.settle()
        if (graph === undefined) {
          graph = new EntityGraph()
          for (const record of projection.records()) graph.put(placeOf(record), record)
        }
        return graph
      })
    },
    ledger,
    erasures,
    get erasing() {
      erasing ??= new ErasureWatch(core)
      return erasing
    },
    clock,
    events,
    timers,
    session: randomName(),
    randomName,
    packets,
    countTokens: async () => options.countTokens ?? loadTokenCounter(),
    now,
    pause,
    closed: () => closed,
    onClose: listener => endings.push(listener),
    markClosed: () => {
      closed = true
      for (const ending of endings.splice(0)) ending()
    },
    onSyncChange: listener => signals.onChange(listener),
  }
  const opening = Object.entries(topology.spaces).map(([name, visibility]) => pool.acquire(name, visibility))
  try {
    await Promise.all(opening)
  } catch (error) {
    await Promise.allSettled(opening)
    core.markClosed()
    await Promise.allSettled([leave(core)])
    throw error
  }
  erasing = core.erasing
  startBackground(core, {
    options,
    platform,
    pause: yielding,
    connect,
    createPool: rest => new SpacePool({ ...shared, ...apart, ...rest }),
    randomClientId,
  })
  return new Memory(core)
}

/** An agent is given what it wrote itself as it wrote it. */
function ofOthers(agent: string, read: AccessPolicy['read']): AccessPolicy['read'] {
  return read && (record => record.author.agent === agent || read(record))
}

/** Whoever may promote is named: the curators where a rule names nobody and there are any. */
function quarantineOf({ quarantine = [], curators = [] }: OpenOptions): readonly QuarantineRule[] {
  return quarantine.map(rule => (rule.among || curators.length === 0 ? rule : { ...rule, among: curators }))
}
