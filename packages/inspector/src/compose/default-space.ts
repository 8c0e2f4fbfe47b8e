import type { InspectedMemory } from '../memory-face'

/** The first shared space, since a person usually writes to be read; else the first there is. */
export function defaultSpace(memory: InspectedMemory): string {
  const spaces = memory.spaces.list()
  return (spaces.find(space => space.visibility === 'shared') ?? spaces[0])?.name ?? ''
}
