import type { InspectedMemory } from '../memory-face'
import { mayWrite } from '../model/may-write'
import { openSpaces } from '../model/spaces'

/** The first shared space that takes writes, since a person usually writes to be read; else one of this device. */
export function defaultSpace(memory: InspectedMemory): string {
  const spaces = openSpaces(memory)
  const shared = spaces.filter(space => space.visibility === 'shared')
  return (
    (
      shared.find(({ name }) => mayWrite(memory.sync.status.value.spaces[name])) ??
      spaces.find(space => space.visibility === 'private') ??
      spaces[0]
    )?.name ?? ''
  )
}
