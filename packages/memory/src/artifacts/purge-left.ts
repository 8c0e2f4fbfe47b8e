import type { Core } from '../core'
import { purgeAtRelay } from '../space/purge-at-relay'
import type { Space } from '../space/space'
import type { HeldArtifact } from './artifacts-held'

/** Whether texts of a space are gone here of which the relay could not rewrite its part. */
export async function areLeft(core: Core, space: Space): Promise<boolean> {
  return (await leftIn(core, space)).length > 0
}

/** Asks the relay again to rewrite its part of such texts. @returns whether none is left */
export async function purgeLeft(core: Core, space: Space): Promise<boolean> {
  const rooms = await core.artifacts.rooms()
  let isDone = true
  for (const left of await leftIn(core, space)) {
    const purged = await rooms.using(left, artifact => purgeAtRelay(core, artifact))
    if (core.closed()) return false
    if (purged === 'later') isDone = false
    else await rooms.forget(left, false)
  }
  return isDone
}

async function leftIn(core: Core, space: Space): Promise<HeldArtifact[]> {
  const { held } = await core.artifacts.rooms()
  return (await held.list()).filter(each => each.toPurge && each.space === space.name)
}
