import type { Storage } from '@commonplace/storage'
import { Artifacts } from './artifacts/artifacts'
import { artifactPart } from './artifacts/load'
import type { Core } from './core'
import type { Events } from './events'
import { Freshness } from './freshness'
import { Ledger } from './ledger/ledger'
import type { Link } from './open-link'
import type { Reading } from './open-reading'
import type { Settings } from './settings'
import type { Catalog } from './space/catalog'
import { type PoolOptions, SpacePool } from './space/pool'
import { SyncSignals } from './sync-signals'

/** The spaces of a memory, with everybody who is told when one opens, changes and closes. */
export interface Spaces extends Pick<Core, 'artifacts' | 'freshness' | 'ledger' | 'pool'> {
  readonly signals: SyncSignals
  /** A pool of other spaces, which nobody reads. */
  readonly createPool: (rest: Pick<PoolOptions, 'catalog'> & Partial<PoolOptions>) => SpacePool
}

export interface SpacesBelow {
  readonly settings: Settings
  readonly storage: Storage
  /** Resolves when it has no room. */
  readonly waits: Promise<unknown>
  readonly events: Events
  readonly catalog: Catalog
  readonly reading: Reading
  readonly link: Link
  /** Called after all others. */
  readonly onChange: PoolOptions['onChange']
}

export function openSpaces({
  settings,
  storage,
  waits,
  events,
  catalog,
  reading,
  link,
  onChange,
}: SpacesBelow): Spaces {
  const { identity, author, timers, now, randomClientId, randomName } = settings
  const { tabs, connection } = link
  const ledger = new Ledger()
  const signals = new SyncSignals(events, reading.projection, connection, tabs?.socket)
  const shared = {
    storage,
    waits,
    tenant: identity.tenant,
    agent: author,
    connection,
    timers,
    now,
    pause: reading.pause,
    randomClientId,
    randomName,
    idleMs: 60_000,
  }
  const createPool: Spaces['createPool'] = rest =>
    new SpacePool({ ...shared, onChange() {}, async onOpen() {}, onClose() {}, ...rest })
  const pool: SpacePool = new SpacePool({
    ...shared,
    ...reading.spaces,
    catalog,
    onChange: change => {
      reading.spaces.onChange(change)
      ledger.changed(change)
      onChange(change)
    },
    onOpen: async space => {
      await reading.spaces.onOpen(space)
      ledger.opened(space)
      signals.follow(space)
      tabs?.exchange.follow(space)
    },
    onClose: space => {
      tabs?.exchange.leave(space)
      signals.leave(space)
      freshness.forget(space)
      ledger.closed(space)
      reading.spaces.onClose(space)
    },
  })
  const freshness = new Freshness({ pool, connection, now })
  const artifacts = new Artifacts(
    {
      tenant: identity.tenant,
      storage,
      createPool: list => createPool({ catalog: list }),
      onUnsent: () => signals.changed(),
    },
    artifactPart,
  )
  return { artifacts, createPool, freshness, ledger, pool, signals }
}
