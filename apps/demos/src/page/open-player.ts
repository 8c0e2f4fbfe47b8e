import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { openRun } from '../run/open-run'
import { policyRulesOf } from '../worlds/policy-of'
import type { World } from '../worlds/world'
import { Player } from './player'
import { openRemoteAgent } from './remote-agent'
import type { SiteConfig } from './site-config'

const loopback = 'ws://loopback'

/**
 * A player of a world: through the relay that serves the page, else through the relay's rooms in the page itself. Each run has
 * a tenant of its own.
 */
export function openPlayer(world: World, config: SiteConfig): Player {
  const rooms =
    config.relay === null ? startLoopbackRelay({ policy: { version: 1, rules: policyRulesOf(world) } }) : undefined
  const isElsewhere = (member: string) =>
    config.agents && world.members.some(({ id, elsewhere }) => id === member && elsewhere !== undefined)
  const open = async () => {
    const relay = await rooms
    return openRun(world, {
      relay: config.relay ?? loopback,
      openSocket: relay?.openSocket,
      name: crypto.randomUUID(),
      openElsewhere: spec => (isElsewhere(spec.id) ? openRemoteAgent(spec) : undefined),
    })
  }
  return new Player(open, world.steps.length, config.relay ?? 'in this page')
}
