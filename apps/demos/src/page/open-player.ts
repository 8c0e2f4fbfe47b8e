import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { openRun } from '../run/open-run'
import { policyRulesOf } from '../worlds/policy-of'
import type { World } from '../worlds/world'
import { Player } from './player'
import { openRemoteAgent } from './remote-agent'
import type { SiteConfig } from './site-config'
import { TabAgents } from './tab-agents'

const loopback = 'ws://loopback'

/**
 * A player of a world: through the relay that serves the page, else through the relay's rooms in the page itself. Each run has
 * a tenant of its own. An agent whose tab comes or goes is opened there, or here, for a new run up to the step that is looked at.
 */
export function openPlayer(world: World, config: SiteConfig): { player: Player; tabs: TabAgents } {
  const rooms =
    config.relay === null ? startLoopbackRelay({ policy: { version: 1, rules: policyRulesOf(world) } }) : undefined
  const tabs = new TabAgents(pageName(), world.id, rooms && (async () => (await rooms).openSocket(loopback, [])))
  const isElsewhere = (member: string) =>
    config.agents && world.members.some(({ id, elsewhere }) => id === member && elsewhere !== undefined)
  const open = async () => {
    const relay = await rooms
    return openRun(world, {
      relay: config.relay ?? loopback,
      openSocket: relay?.openSocket,
      name: crypto.randomUUID(),
      openElsewhere: spec => {
        if (tabs.isHere(spec.id)) return tabs.open(spec)
        return isElsewhere(spec.id) ? openRemoteAgent(spec) : undefined
      },
    })
  }
  const player = new Player(open, world.steps.length, config.relay ?? 'this page’s relay')
  tabs.onChange = () => void player.start(Math.max(1, player.state.shown))
  return { player, tabs }
}

/** The same for as long as the tab is open, so that its agents find it again when it is loaded anew. */
function pageName(): string {
  const key = 'page'
  const name = sessionStorage.getItem(key) ?? crypto.randomUUID()
  sessionStorage.setItem(key, name)
  return name
}
