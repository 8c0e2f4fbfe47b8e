import type { Core } from '../core'
import { readKey, recordKey } from '../model'
import { type Purged, purgeAtRelay } from '../space/purge-at-relay'
import type { Space } from '../space/space'
import { isPurgeDue } from '../sync/purge'
import type { ArtifactRoom } from './artifact-list'

/**
 * Takes the artifacts of erased records off this device; those that this agent wrote are deleted first, and the relay asked
 * to rewrite its part of them.
 */
export async function dropErased(core: Core, space: Space): Promise<void> {
  const { held } = await core.artifacts.rooms()
  for (const each of await held.list()) {
    if (each.space !== space.name || each.key === undefined || core.closed()) continue
    if (isErased(core, space, each.key)) await dropArtifact(core, each)
  }
}

/** Whether a record that named an artifact is erased. One that is not here may have been refused: its author has what it named. */
export function isErased(core: Core, space: Space, named: string): boolean {
  const key = presentKey(space, named)
  const { erasures } = core
  return erasures.areAbout(space, key) && erasures.left(space, key, space.index.entriesOf(key)).length === 0
}

/** A record that a relay gave another id when it first came to it has another key than the one it was put under. */
function presentKey({ replica }: Space, key: string): string {
  const name = readKey(key)
  return name?.type === 'record' ? recordKey(replica.presentDot(name.dot)) : key
}

/**
 * Takes an artifact off this device, and what this agent wrote of it off the relay.
 *
 * @returns whether the relay is still to be asked to rewrite its part of it
 */
async function dropArtifact(core: Core, room: ArtifactRoom): Promise<boolean> {
  const rooms = await core.artifacts.rooms()
  const purged = await rooms.using(room, artifact => deleteOwn(core, artifact))
  const isLeft = purged === 'later'
  // What the relay was not asked for the next session asks.
  if (!core.closed()) await rooms.forget(room, isLeft)
  return isLeft
}

/** As {@link dropArtifact}, where no erasure waits for it: the relay is asked again in time. */
export async function letGo(core: Core, room: ArtifactRoom): Promise<void> {
  if (await dropArtifact(core, room)) await core.pool.using(room.space, space => core.erasing.settle(space))
}

/** Deletes what this agent wrote of an artifact, and has the relay that `core` reaches it by rewrite its part. */
export async function deleteOwn(core: Pick<Core, 'connection' | 'closed'>, artifact: Space): Promise<Purged> {
  const { index, replica, visibility } = artifact
  const dots = [...index.keys()].flatMap(key => index.entriesOf(key).map(({ dot }) => dot))
  const own = dots.filter(({ client }) => replica.mayRemove(client))
  // An earlier session may have deleted it, and ended before the relay rewrote its part.
  if (own.length === 0 && !isPurgeDue(replica)) return 'done'
  await replica.remove(own).reached('local')
  if (visibility === 'private' || !core.connection) return 'done'
  await artifact.flush('relay')
  return purgeAtRelay(core, artifact)
}
