/** How many connections a relay holds at once, and how many rooms those of one agent join together. */
export interface ConnectionLimits {
  readonly connections: number
  readonly connectionsPerTenant: number
  readonly connectionsPerAgent: number
  readonly roomsPerAgent: number
}

export const defaultConnectionLimits: ConnectionLimits = {
  connections: 16_384,
  connectionsPerTenant: 8192,
  connectionsPerAgent: 4096,
  // Some 200 MB, where nobody else is in them.
  roomsPerAgent: 65_536,
}

/** What is full, and the limit that was reached. */
export interface Fullness {
  readonly message: string
  readonly value: number
}

/** Whose a connection is. */
interface Owner {
  readonly tenant: string
  readonly agent: string
}

/** What one agent holds, over all its connections. */
export interface AgentCount {
  connections: number
  rooms: number
  readonly mostRooms: number
}

/** Maps in a map: a key of both names would be a string of its own for every agent. */
interface TenantCount {
  connections: number
  readonly agents: Map<string, AgentCount>
}

/** Counts native connections by tenant and by agent, so that one that loops does not take the place of all others. */
export class ConnectionCount {
  readonly #limits: ConnectionLimits
  readonly #tenants = new Map<string, TenantCount>()

  constructor(limits: ConnectionLimits) {
    this.#limits = limits
  }

  /** Counts a connection and returns what its agent holds, or counts nothing and says what is full. */
  enter({ tenant, agent }: Owner): AgentCount | Fullness {
    const { connectionsPerTenant, connectionsPerAgent } = this.#limits
    const held = this.#tenants.get(tenant)
    if ((held?.connections ?? 0) >= connectionsPerTenant) {
      return { message: `at most ${connectionsPerTenant} connections of one tenant`, value: connectionsPerTenant }
    }
    if ((held?.agents.get(agent)?.connections ?? 0) >= connectionsPerAgent) {
      return {
        message: `at most ${connectionsPerAgent} connections of agent "${agent}"`,
        value: connectionsPerAgent,
      }
    }
    return this.#add({ tenant, agent }, 1)
  }

  /** A connection that was counted has ended. */
  leave(owner: Owner): void {
    this.#add(owner, -1)
  }

  #add({ tenant, agent }: Owner, change: 1 | -1): AgentCount {
    const held = this.#tenants.get(tenant) ?? { connections: 0, agents: new Map<string, AgentCount>() }
    held.connections += change
    if (held.connections === 0) this.#tenants.delete(tenant)
    else this.#tenants.set(tenant, held)
    const ofAgent = held.agents.get(agent) ?? { connections: 0, rooms: 0, mostRooms: this.#limits.roomsPerAgent }
    ofAgent.connections += change
    if (ofAgent.connections === 0) held.agents.delete(agent)
    else held.agents.set(agent, ofAgent)
    return ofAgent
  }
}
