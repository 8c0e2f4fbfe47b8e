import type { InspectedMemory } from '../memory-face'
import { openSpaces } from '../model/spaces'

/** The first shared space, since a person usually writes to be read; else the first there is. */
export function defaultSpace(memory: InspectedMemory): string {
  const spaces = openSpaces(memory)
  return (spaces.find(space => space.visibility === 'shared') ?? spaces[0])?.name ?? ''
}
