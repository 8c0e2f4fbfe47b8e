import * as v from 'valibot'
import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, name } from '../input/input'
import type { Entry } from '../model'
import type { Space } from '../space/space'
import { discard } from '../sync/discard'
import { letGo } from './drop-erased'
import { keyOfArtifact, namesArtifact } from './resume-artifacts'

const refusedWrite = v.object({ space: name, number: v.number() })

/** Forgets a refused write, and the text of the artifact that it alone names. */
export function discardRefused(core: Core, refused: v.InferOutput<typeof refusedWrite>): Promise<void> {
  return guarded(core, 'sync.discard', () => {
    const { space: name, number } = checked(refusedWrite, refused, core.identity.agent, 'sync.discard', 'a write')
    return core.pool.using(name, async space => {
      if (await core.artifacts.isAny()) await dropNamed(core, space, number)
      await discard(space.replica, number)
    })
  })
}

/**
 * Takes the artifact that a refused write names off this device and the relay, where nothing else names it: another version or
 * record of the space, or another refused write. What the relay is needed for is done in the background, or in a later session.
 */
async function dropNamed(core: Core, space: Space, number: number): Promise<void> {
  const { held } = await core.artifacts.rooms()
  const [gone, kept]: [Entry[], Entry[]] = [[], []]
  for (const { n, entries } of space.replica.parked()) (n === number ? gone : kept).push(...entries)
  for (const each of await held.list()) {
    const names = (entry: Entry) => namesArtifact(entry, each)
    if (each.space !== space.name || !gone.some(names) || kept.some(names)) continue
    if (keyOfArtifact(space.index, each) !== undefined) continue
    // Without the key of a record the next session lets go of it, should this one end before.
    const { key: _, ...room } = { ...each, isUnsent: false }
    await held.put(room)
    letGo(core, room).catch(() => {})
  }
}
