import type { Core } from '../core'
import type { Kind } from '../model'
import { teamSpaceOf } from '../space/team-space'

/** Where a record of this kind goes when its writer names no space. */
export function spaceOfKind({ topology, kinds }: Pick<Core, 'topology' | 'kinds'>, kind: Kind): string {
  const { sync } = kinds[kind]
  const { spaces, defaultSpace } = topology
  if (sync === 'shared') return teamSpaceOf(topology)
  if (sync === 'private' && spaces[defaultSpace] !== 'private')
    return Object.keys(spaces).find(name => spaces[name] === 'private') ?? defaultSpace
  return defaultSpace
}
