import type { InspectedMemory } from '../memory-face'

export type InspectedSpace = ReturnType<InspectedMemory['spaces']['list']>[number]

/** The spaces this memory has open, shared ones first, each kind by name. */
export function openSpaces(memory: InspectedMemory): readonly InspectedSpace[] {
  const open = memory.spaces.list().filter(space => space.loaded)
  return [
    ...open.filter(space => space.visibility === 'shared'),
    ...open.filter(space => space.visibility === 'private'),
  ]
}
