import type { Storage } from '@commonplace/storage'
import type { Core } from '../core'
import type { SpaceList } from '../space/catalog'
import type { SpacePool } from '../space/pool'
import type { Space } from '../space/space'
import type { Connection } from '../sync'
import { adopt } from '../sync/adopt'
import type { ArtifactRoom } from './artifact-list'
import { ArtifactRooms } from './artifact-rooms'
import { deleteOwn, isErased } from './drop-erased'
import { askAgain, keyOfArtifact } from './resume-artifacts'
import { sendInTime } from './send-unsent'

/** A store of this agent that another tab or process left behind. */
export interface LeftArtifacts {
  readonly storage: Storage
  /** its spaces */
  readonly pool: SpacePool
  /** by which they reach the relay */
  readonly connection: Connection | undefined
  readonly createPool: (list: SpaceList) => SpacePool
  /** the memory is closed meanwhile */
  readonly signal: AbortSignal
}

/**
 * Takes in the artifacts of a store that was left behind, once its spaces are taken in: what this agent wrote goes to the relay and
 * into its own store, or, where the record is erased, from both; what it read of others the relay has.
 *
 * @returns whether the store can go; it stays where a text has no other place
 */
export async function takeArtifacts(core: Core, left: LeftArtifacts): Promise<boolean> {
  const { storage, pool, createPool, signal } = left
  const rooms = new ArtifactRooms({ tenant: core.identity.tenant, storage, createPool, onUnsent() {} })
  // Whoever waits for the relay waits no longer.
  signal.addEventListener('abort', () => rooms.close().catch(() => {}), { once: true })
  let areTaken = true
  try {
    for (const held of await rooms.held.list()) {
      if (held.toPurge) {
        await (await core.artifacts.rooms()).held.put(held)
        continue
      }
      // Without a record it goes as one whose writer was killed: at the next opening.
      const key = held.key ?? (await pool.using(held.space, ({ index }) => keyOfArtifact(index, held)))
      const isTaken = await rooms.using(held, artifact => take(core, left, artifact, held, key))
      areTaken &&= isTaken
    }
  } finally {
    await rooms.close()
  }
  sendInTime(core)
  await askAgain(core)
  return areTaken
}

async function take(
  core: Core,
  { connection }: LeftArtifacts,
  artifact: Space,
  { space: name, visibility, segment }: ArtifactRoom,
  key: string | undefined,
): Promise<boolean> {
  const { replica } = artifact
  const isShared = visibility === 'shared'
  if (replica.parked().length > 0 || core.closed()) return false
  const isOwn = [...replica.doc.store.clients.keys()].every(client => replica.isOwn(client))
  if (!isOwn) return isShared && connection !== undefined
  if (core.pool.list().some(entry => entry.name === name && entry.visibility !== visibility)) return false
  const space = await core.pool.acquire(name, visibility)
  try {
    if (key !== undefined && isErased(core, space, key)) {
      if (isShared && !connection) return false
      const purged = await deleteOwn({ connection, closed: core.closed }, artifact)
      return purged !== 'later' && !core.closed()
    }
    if (isShared && connection) await artifact.flush('relay')
    const room = { space: name, visibility, segment }
    const { updates } = await replica.lend()
    const rooms = await core.artifacts.rooms()
    const passedOver = await rooms.using(room, own => adopt(own.replica, updates, core.pause))
    await rooms.held.put({ ...room, isUnsent: isShared && key !== undefined, ...(key !== undefined && { key }) })
    return passedOver.length === 0
  } finally {
    core.pool.release(name)
  }
}
