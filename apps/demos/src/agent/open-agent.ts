import { type Memory, openMemory, type RelayAddress, type SyncStatus } from '@commonplace/memory'
import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Agent, AgentSpec } from './agent'
import { agentView } from './agent-view'
import { storeHolds } from './store-holds'
import { storyRandom } from './story-random'

/** What a tool answers, by its input: the same at every call. */
export type Tools = Readonly<Record<string, (input: string) => unknown>>

export interface OpenAgentOptions {
  readonly tools: Tools
  /** The story's time, ms since 1970. */
  readonly clock: () => number
  /** Where it keeps what it remembers; plain memory when left out. */
  readonly storage?: Storage
  /** In place of a WebSocket. */
  readonly openSocket?: RelayAddress['openSocket']
}

/** An agent of this process. */
export interface LocalAgent extends Agent {
  readonly memory: Memory
}

/** A tool takes a moment, so that two who call it at the same time do call it at the same time. */
const toolMs = 20

/** How long the relay may take to answer. */
const patienceMs = 15_000

const silence = ({ id, relay }: AgentSpec, memory: Memory): Error => {
  const reason = memory.sync.status.value.lastError?.message || 'no answer'
  return Object.assign(new Error(`agent "${id}" hears nothing from the relay at ${relay}: ${reason}`), {
    hint: 'look whether it still runs; if it has ended, start it and these pages anew',
  })
}

/** Opens the memory of one agent: a replica of its own. */
export async function openAgent(spec: AgentSpec, options: OpenAgentOptions): Promise<LocalAgent> {
  const { tools, clock, openSocket, storage = memoryStorage() } = options
  const memory = await openMemory({
    agent: { id: spec.id },
    tenant: spec.tenant,
    relay: { url: spec.relay, openSocket },
    spaces: Object.fromEntries(spec.spaces.map(space => [space, 'shared' as const])),
    checkpoints: spec.checkpoints,
    conflicts: 'manual',
    language: 'english',
    storage,
    clock,
    random: storyRandom(`${spec.world}/${spec.id}`),
  })
  let runs = 0
  let isRegistered = false
  // A space that the relay denied, see `knock`, is never in step.
  const isOnline = ({ connection, spaces }: SyncStatus) =>
    connection === 'online' && spec.spaces.every(space => spaces[space]?.synced)
  const online = () => until(() => isOnline(memory.sync.status.value))
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      if (isSo()) return resolve()
      const stop = memory.sync.status.subscribe(() => isSo() && end(resolve))
      const patience = setTimeout(() => end(() => reject(silence(spec, memory))), patienceMs)
      const end = (settle: () => void) => {
        clearTimeout(patience)
        queueMicrotask(() => stop())
        settle()
      }
    })
  try {
    await online()
  } catch (error) {
    await memory.close()
    throw error
  }
  return {
    id: spec.id,
    memory,
    async register(description, capabilities) {
      await memory.team.register({ description, capabilities: [...capabilities] })
      isRegistered = true
    },
    async add(content, options) {
      return (await memory.add(content, options)).id
    },
    async assert(key, value, options) {
      const { sides, waiting } = await memory.facts.assert(key, value, options)
      const own = [...sides, ...waiting].filter(side => side.heldBy.some(({ agent }) => agent === spec.id))
      return own.reduce((last, side) => (side.time > last.time ? side : last)).id
    },
    async read(key, options) {
      return (await memory.facts.get(key, options))?.value
    },
    async resolve(key, value, options) {
      // Where somebody brought an agent back early, its claim was seen, and nothing is in dispute.
      if ((await memory.facts.get(key))?.settled) await memory.facts.assert(key, value)
      else await memory.facts.resolve(key, { value }, options)
    },
    async validate(id, verdict, reason) {
      return (await memory.validate(id, verdict, { reason }))?.status
    },
    async dependents(id) {
      const { dependents } = await memory.dependents(id)
      const closed = dependents.filter(({ standing }) => standing === 'closed').length
      return { open: dependents.length - closed, closed }
    },
    async whoKnows(topic) {
      return (await memory.team.whoKnows(topic)).map(({ agent }) => agent)
    },
    call(tool, input) {
      const run = tools[tool]
      if (run === undefined) throw new Error(`agent "${spec.id}" has no tool "${tool}"`)
      const work = async () => {
        runs++
        await new Promise(resolve => setTimeout(resolve, toolMs))
        return run(input)
      }
      return memory.work.once([tool, input], work, { ttl: '1d' })
    },
    async context(query, budget) {
      const { tokens, citations } = await memory.context({ query, budget })
      return { tokens, citations: citations.length }
    },
    async knock(space) {
      await memory.spaces.open(space)
      const stateOf = () => memory.sync.status.value.spaces[space]
      await until(() => stateOf()?.synced === true || stateOf()?.denied !== undefined)
      const answer = stateOf()?.denied?.code ?? 'open'
      await memory.spaces.close(space)
      return answer
    },
    async leave() {
      memory.sync.pause()
      await until(() => memory.sync.status.value.connection === 'paused')
    },
    async come() {
      memory.sync.resume()
      await online()
      await memory.sync.flush('relay')
    },
    async view(facts) {
      // The story's time jumps by minutes, after which the others would take it for gone.
      if (isRegistered) await memory.team.presence.show(memory.team.presence.shown)
      // A scene is a still: what is on its way to the relay while it is taken would be "not sent" for ever.
      await until(() => {
        const { connection, pending, refused } = memory.sync.status.value
        return connection !== 'online' || pending === 0 || refused > 0
      })
      return agentView(memory, facts)
    },
    async copy(space) {
      return (await memory.export(space)).split('\n').slice(1)
    },
    async history(id) {
      const versions = await memory.history(id)
      return versions.map(({ author, value }) => ({ author: author.agent, value: JSON.stringify(value) }))
    },
    holds: text => storeHolds(storage, text),
    runs: async () => runs,
    close: () => memory.close(),
  }
}
