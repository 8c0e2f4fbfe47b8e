/** Who a memory belongs to: bound at opening, never a parameter of a verb. */
export interface Identity {
  readonly tenant: string
  readonly agent: string
  readonly user?: string
  readonly app?: string
  readonly run?: string
  /** The name people use for the agent; the id when none was given. */
  readonly name: string
}

/**
 * The parts of the name of an agent's store, of the characters that `encodeURIComponent` leaves, '@' and '='. What an agent
 * keeps for one user is in no store that it opens for another.
 */
export function storeName({ tenant, agent, user }: Identity): readonly [tenant: string, agent: string] {
  const by = user === undefined ? '' : `@u=${encodeURIComponent(user)}`
  return [encodeURIComponent(tenant), `${encodeURIComponent(agent)}${by}`]
}
