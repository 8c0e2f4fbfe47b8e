import { CommonplaceError, type Memory, openMemory } from '@commonplace/memory'
import { type LoopbackRelay, startLoopbackRelay } from '@commonplace/relay/loopback'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'

/** Two that all share, and one of each agent's own. */
export const shared = ['team', 'archive'] as const
export const own = 'notes'

export const agents = ['ada', 'bob', 'cleo'] as const

async function openAgent(relay: LoopbackRelay, id: string, disk: MemoryDisk): Promise<Memory> {
  return openMemory({
    agent: { id, user: 'u', app: 'shop' },
    spaces: { team: 'shared', archive: 'shared', [own]: 'private' },
    relay: { url: 'ws://loopback', openSocket: relay.openSocket },
    storage: memoryStorage({ from: disk }),
    curators: ['ada'],
  })
}

/** One agent, its disk, and what it may name that only it can see. */
export class Agent {
  readonly id: string
  readonly notes: string[] = []
  readonly tokens: string[] = []
  readonly #relay: LoopbackRelay
  readonly #disk = new MemoryDisk()
  #memory: Memory | undefined

  constructor(relay: LoopbackRelay, id: string) {
    this.#relay = relay
    this.id = id
  }

  get memory(): Memory {
    if (!this.#memory) throw new Error(`${this.id} is not open`)
    return this.#memory
  }

  /** Opens it, or closes it and opens it anew on what its disk has. */
  async open(): Promise<this> {
    await this.#memory?.close()
    this.#memory = await openAgent(this.#relay, this.id, this.#disk)
    return this
  }

  async close(): Promise<void> {
    await this.#memory?.close()
  }
}

/** Three agents at a relay in this process. */
export class Team {
  readonly #relay: LoopbackRelay
  readonly members: readonly Agent[]
  /** of records of the shared spaces, whoever holds them */
  readonly ids = new Set<string>()
  /** what was said in the archive, and is touched by nobody */
  readonly kept = new Set<string>()

  private constructor(relay: LoopbackRelay, members: readonly Agent[]) {
    this.#relay = relay
    this.members = members
  }

  static async open(): Promise<Team> {
    const relay = await startLoopbackRelay()
    const members: Agent[] = []
    for (const id of agents) members.push(await new Agent(relay, id).open())
    return new Team(relay, members)
  }

  /** Somebody who was never here. */
  newcomer(): Promise<Agent> {
    return new Agent(this.#relay, 'dan').open()
  }

  async close(): Promise<void> {
    for (const member of this.members) await member.close()
    await this.#relay.close()
  }
}

/** What every verb may end with. */
export const isRefusal = (error: unknown): error is CommonplaceError => error instanceof CommonplaceError
