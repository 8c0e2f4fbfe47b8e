import { assignIdentities } from '@commonplace/inspector'
import type { World } from '../worlds/world'

/** The colour and shape of a member, the same as in the inspector; its name must stand beside it. */
export function Sign({ world, agent, large = false }: { world: World; agent: string; large?: boolean }) {
  const { colour, shape } = signOf(world, agent)
  return <i className={`sig ${large ? 'l ' : ''}agent-${colour} ${shape}`} aria-hidden="true" />
}

export const signOf = ({ members }: World, agent: string) => assignIdentities(members.map(({ id }) => id)).get(agent)!
