import type { RelayAddress } from '@commonplace/memory'
import type { Agent, AgentSpec } from '../agent/agent'
import { openAgent } from '../agent/open-agent'
import { tenantOf } from '../worlds/policy-of'
import { spacesOf } from '../worlds/setting'
import type { World } from '../worlds/world'
import { Run } from './run'
import { StageClock } from './stage-clock'

export interface OpenRunOptions {
  /** The relay's address. */
  readonly relay: string
  /** In place of a WebSocket. */
  readonly openSocket?: RelayAddress['openSocket']
  /** Names the run: no other run on the relay has its name. */
  readonly name: string
  /** Opens an agent elsewhere; nothing for those that are opened here. */
  readonly openElsewhere?: (spec: AgentSpec) => Promise<Agent> | undefined
}

/** Opens the memories of a world's team, with nothing in them, and is ready for the first step. */
export async function openRun(world: World, options: OpenRunOptions): Promise<Run> {
  const { relay, openSocket, name, openElsewhere } = options
  const clock = new StageClock(world.day, world.steps[0]!.at)
  const checkpoints = world.spaces.flatMap(({ name: space, validators }) =>
    validators ? [{ space, validators: 1, among: [...validators] }] : [],
  )
  const opened = await Promise.allSettled(
    world.members.map(({ id }) => {
      const spec = {
        id,
        tenant: tenantOf(world, name),
        relay,
        spaces: spacesOf(world, id),
        checkpoints,
        world: world.id,
      }
      return openElsewhere?.(spec) ?? openAgent(spec, { tools: world.tools, clock: clock.now, openSocket })
    }),
  )
  const agents = opened.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = opened.find(each => each.status === 'rejected')
  if (failed) {
    await Promise.allSettled(agents.map(agent => agent.close()))
    throw failed.reason
  }
  return new Run(world, agents, clock)
}
