import type { Topology } from './topology'

/** Where an agent puts what the team is to know: the default space where that is shared, else the first shared one. */
export function teamSpaceOf({ spaces, defaultSpace }: Topology): string {
  if (spaces[defaultSpace] === 'shared') return defaultSpace
  return Object.keys(spaces).find(name => spaces[name] === 'shared') ?? defaultSpace
}
