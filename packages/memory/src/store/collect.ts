import { rangeOf, type Storage } from '@commonplace/storage'
import { artifactArea } from '../artifacts/artifact-area'
import type { LeftArtifacts } from '../artifacts/take-artifacts'
import { hasAny } from '../has-any'
import { Catalog, type SpaceList } from '../space/catalog'
import type { SpacePool } from '../space/pool'
import type { Space } from '../space/space'
import type { Connection } from '../sync'
import { adopt } from '../sync/adopt'
import { takeRefused } from '../sync/take-refused'
import type { LeftStore, UnreadStore } from './left-store'

export interface CollectOptions {
  /** the spaces of the memory that takes stores in */
  readonly pool: SpacePool
  /** a connection beside its own, since a room is on one once */
  readonly connect: () => Promise<Connection | undefined>
  readonly createPool: (rest: {
    readonly catalog: SpaceList
    readonly storage: Storage
    readonly connection: Connection | undefined
  }) => SpacePool
  /** takes in what a store has of artifacts, once its spaces are taken in. @returns whether nothing of them is there alone any more */
  readonly takeArtifacts: (left: LeftArtifacts) => Promise<boolean>
  readonly randomClientId: () => number
  /** the memory is closed meanwhile */
  readonly signal: AbortSignal
}

/**
 * Takes in the stores that other tabs or processes of this agent left behind, one after the other; one that cannot be taken in, such
 * as one under another key or a damaged one, keeps no other from it.
 *
 * @param onError told of each of these
 */
export async function collectAll(
  lefts: AsyncIterable<LeftStore | UnreadStore>,
  unseal: (storage: Storage) => Promise<Storage>,
  options: CollectOptions,
  onError: (error: unknown) => void,
): Promise<void> {
  for await (const left of lefts) {
    if ('error' in left) {
      onError(left.error)
      continue
    }
    let isEmptied = false
    try {
      isEmptied = await collect(await unseal(left.storage), options)
    } catch (error) {
      if (!options.signal.aborted) onError(error)
    }
    // Whoever can read what could not be taken in here must find it open to them.
    await (isEmptied ? left.destroy() : left.storage.close()).catch(onError)
    options.signal.throwIfAborted()
  }
}

/**
 * Takes in a store that another tab of this agent left behind: what the relay is to have it gets, under the ids it was written with,
 * what only a device keeps, and what the relay refused, goes to this memory's own store.
 *
 * @returns whether the store can go; it stays where something of it has no place elsewhere: a space of that name with the other
 * visibility, writing that is no entries, a text that others wrote while there is no relay
 */
async function collect(storage: Storage, options: CollectOptions): Promise<boolean> {
  const { connect, createPool, randomClientId, signal } = options
  const hasArtifacts = await hasAny(storage, rangeOf(artifactArea))
  const catalog = await Catalog.open(storage, randomClientId())
  let connection: Connection | undefined
  let pool: SpacePool | undefined
  try {
    connection = await connect()
    pool = createPool({ catalog, storage, connection })
    const spaces = pool
    // The relay may be away, or deny one of them for long.
    const taking = catalog
      .list()
      .map(({ name }) => spaces.using(name, space => takeIn(space, Boolean(connection), options)))
    await Promise.allSettled(taking)
    const taken = await Promise.all(taking)
    if (hasArtifacts) {
      const poolOf = (list: SpaceList) => createPool({ catalog: list, storage, connection })
      taken.push(await options.takeArtifacts({ storage, pool, connection, createPool: poolOf, signal }))
    }
    signal.throwIfAborted()
    return taken.every(isTaken => isTaken)
  } finally {
    await pool?.close()
    await catalog.close()
    connection?.close()
  }
}

/** @returns whether nothing of the space is in that store alone any more */
async function takeIn(space: Space, hasRelay: boolean, { pool, signal }: CollectOptions): Promise<boolean> {
  const { replica, name, visibility } = space
  const isSent = visibility === 'shared' && hasRelay
  if (isSent) await space.flush('relay', { signal })
  if (isSent && replica.parked().length === 0) return true
  if (pool.list().some(entry => entry.name === name && entry.visibility !== visibility)) return false
  const own = await pool.acquire(name, visibility)
  try {
    await takeRefused(own.replica, replica)
    if (isSent) return true
    const { updates, authors } = await replica.lend()
    await own.replica.borrow({ updates: [], authors })
    return (await adopt(own.replica, updates)).length === 0
  } finally {
    pool.release(name)
  }
}
