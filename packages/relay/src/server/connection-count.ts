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

/** Counts native connections by tenant and by agent, so that one that loops does not take the place of all others. */
export class ConnectionCount {
  readonly #limits: ConnectionLimits
  readonly #counts = new Map<string, number>()

  constructor(limits: ConnectionLimits) {
    this.#limits = limits
  }

  /** Counts a connection and returns null, or counts nothing and says what is full. */
  enter({ tenant, agent }: Owner): Fullness | null {
    const { connectionsPerTenant, connectionsPerAgent } = this.#limits
    if (this.#of(tenant) >= connectionsPerTenant) {
      return { message: `at most ${connectionsPerTenant} connections of one tenant`, value: connectionsPerTenant }
    }
    if (this.#of(tenant, agent) >= connectionsPerAgent) {
      return {
        message: `at most ${connectionsPerAgent} connections of agent "${agent}"`,
        value: connectionsPerAgent,
      }
    }
    this.#add(1, tenant)
    this.#add(1, tenant, agent)
    return null
  }

  /** A connection that was counted has ended. */
  leave({ tenant, agent }: Owner): void {
    this.#add(-1, tenant)
    this.#add(-1, tenant, agent)
  }

  #of(...name: string[]): number {
    return this.#counts.get(JSON.stringify(name)) ?? 0
  }

  #add(change: 1 | -1, ...name: string[]): void {
    const count = this.#of(...name) + change
    if (count === 0) this.#counts.delete(JSON.stringify(name))
    else this.#counts.set(JSON.stringify(name), count)
  }
}
