import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import type { AgentSpec } from '../agent/agent'
import { agentVerbs } from '../agent/agent-verbs'
import type { AgentView } from '../agent/agent-view'
import type { LocalAgent } from '../agent/open-agent'
import { openWorldAgent } from '../agent/open-world-agent'
import type { World } from '../worlds/world'
import { channelName, lockName, type TabMessage } from './tab-message'
import { socketsThrough } from './tab-socket'

/** What a tab shows of its agent. */
export interface ServedState {
  /** `taken`: the agent has a tab already; `waiting`: its world has not called it yet, or is closed */
  readonly phase: 'taken' | 'waiting' | 'open'
  readonly view?: AgentView
  readonly before?: AgentView
}

/** Has one agent of a world in this tab, in IndexedDB, for the page that plays the world. */
export function serveAgent(page: string, world: World, member: string, onChange: (state: ServedState) => void): void {
  const channel = new BroadcastChannel(channelName(page))
  const say = (message: TabMessage) => channel.postMessage(message)
  let agent: (LocalAgent & { forget(): Promise<void> }) | undefined
  let state: ServedState = { phase: 'waiting' }
  const show = (next: ServedState) => {
    state = next
    onChange(next)
  }

  async function look(): Promise<void> {
    const seen = agent
    if (!seen) return
    const view = await seen.view(world.facts)
    if (seen === agent) show({ phase: 'open', view, before: state.view })
  }

  async function open(spec: AgentSpec, hasServer: boolean): Promise<void> {
    await close()
    const storage = await openIndexedDbStorage({ name: `world ${spec.tenant}/${spec.id}` })
    const openSocket = hasServer ? undefined : socketsThrough(channel)
    const opened = await openWorldAgent(spec, { storage, openSocket })
    // The story is over with its run, and so is what its agents remember.
    agent = Object.assign(opened, { forget: () => opened.close().then(() => storage.destroy()) })
    opened.memory.on('change', () => void look())
    opened.memory.on('durable', () => void look())
    await look()
  }

  async function close(): Promise<void> {
    const old = agent
    agent = undefined
    show({ phase: 'waiting' })
    await old?.forget()
  }

  channel.addEventListener('message', async ({ data: message }: MessageEvent<TabMessage>) => {
    if (message.type === 'who' && state.phase !== 'taken') say({ type: 'here', member })
    if (message.type !== 'call' || message.member !== member || state.phase === 'taken') return
    const { id, verb } = message
    const args = message.args as never[]
    try {
      if (verb === 'open') await open(...(args as unknown as [AgentSpec, boolean]))
      else if (verb === 'close') await close()
      else if (!agent || !agentVerbs.includes(verb)) throw new Error(`agent "${member}" is not open in its tab`)
      const isOwn = verb === 'open' || verb === 'close'
      const value = isOwn ? undefined : await (agent![verb] as (...args: never[]) => Promise<unknown>)(...args)
      if (verb === 'leave' || verb === 'come') await look()
      say({ type: 'answer', id, value })
    } catch (error) {
      say({ type: 'answer', id, failed: error instanceof Error ? error.message : String(error) })
    }
  })

  show({ phase: 'taken' })
  void navigator.locks.request(lockName(page, member), () => {
    show({ phase: 'waiting' })
    say({ type: 'here', member })
    // Until the tab is closed.
    return new Promise(() => {})
  })
}
