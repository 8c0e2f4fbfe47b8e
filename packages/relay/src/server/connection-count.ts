/** How many connections a relay holds at once. */
export interface ConnectionLimits {
  readonly connections: number
  readonly connectionsPerTenant: number
  readonly connectionsPerAgent: number
}

export const defaultConnectionLimits: ConnectionLimits = {
  connections: 16_384,
  connectionsPerTenant: 8192,
  connectionsPerAgent: 4096,
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

/** Maps in a map: a key of both names would be a string of its own for every agent. */
interface TenantCount {
  connections: number
  readonly agents: Map<string, number>
}

/** Counts native connections by tenant and by agent, so that one that loops does not take the place of all others. */
export class ConnectionCount {
  readonly #limits: ConnectionLimits
  readonly #tenants = new Map<string, TenantCount>()

  constructor(limits: ConnectionLimits) {
    this.#limits = limits
  }

  /** Counts a connection and returns null, or counts nothing and says what is full. */
  enter({ tenant, agent }: Owner): Fullness | null {
    const { connectionsPerTenant, connectionsPerAgent } = this.#limits
    const held = this.#tenants.get(tenant)
    if ((held?.connections ?? 0) >= connectionsPerTenant) {
      return { message: `at most ${connectionsPerTenant} connections of one tenant`, value: connectionsPerTenant }
    }
    if ((held?.agents.get(agent) ?? 0) >= connectionsPerAgent) {
      return {
        message: `at most ${connectionsPerAgent} connections of agent "${agent}"`,
        value: connectionsPerAgent,
      }
    }
    this.#add({ tenant, agent }, 1)
    return null
  }

  /** A connection that was counted has ended. */
  leave(owner: Owner): void {
    this.#add(owner, -1)
  }

  #add({ tenant, agent }: Owner, change: 1 | -1): void {
    const held = this.#tenants.get(tenant) ?? { connections: 0, agents: new Map<string, number>() }
    held.connections += change
    if (held.connections === 0) this.#tenants.delete(tenant)
    else this.#tenants.set(tenant, held)
    const ofAgent = (held.agents.get(agent) ?? 0) + change
    if (ofAgent === 0) held.agents.delete(agent)
    else held.agents.set(agent, ofAgent)
  }
}
