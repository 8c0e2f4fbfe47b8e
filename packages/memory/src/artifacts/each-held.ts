import type { Space } from '../space/space'
import type { ArtifactRoom } from './artifact-list'
import type { Artifacts } from './artifacts'

/** Reads each artifact of a space that this device holds and that a record names, by segment. */
export async function eachHeld<T>(
  artifacts: Artifacts,
  space: string,
  read: (room: ArtifactRoom, artifact: Space) => T,
): Promise<T[]> {
  if (!(await artifacts.isAny())) return []
  const rooms = await artifacts.rooms()
  const held = (await rooms.held.list()).filter(each => each.space === space && each.key !== undefined)
  held.sort((one, other) => one.segment - other.segment)
  const results: T[] = []
  for (const each of held) results.push(await rooms.using(each, artifact => read(each, artifact)))
  return results
}
