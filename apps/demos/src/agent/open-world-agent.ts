import { StageClock } from '../run/stage-clock'
import { worlds } from '../worlds'
import type { AgentSpec } from './agent'
import { type LocalAgent, type OpenAgentOptions, openAgent } from './open-agent'

/**
 * Opens an agent of a world in a process or tab of its own. Its clock begins with the story and follows what it reads, as every
 * memory's does.
 *
 * @throws Error when there is no such world
 */
export async function openWorldAgent(
  spec: AgentSpec,
  options: Pick<OpenAgentOptions, 'storage' | 'openSocket'> = {},
): Promise<LocalAgent> {
  const world = worlds.find(({ id }) => id === spec.world)
  if (world === undefined) throw new Error(`there is no world "${spec.world}"`)
  const clock = new StageClock(world.day, world.steps[0]!.at)
  return openAgent(spec, { tools: world.tools, clock: clock.now, ...options })
}
