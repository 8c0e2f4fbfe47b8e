/** One thing an agent did, and how far it had travelled when the next one began. */
export interface Act {
  /** 1 for the first; 0 for what a person did between steps. */
  readonly step: number
  readonly agent: string
  readonly verb: string
  readonly args: readonly unknown[]
  /** What the verb answered. */
  readonly answer: unknown
  /** The space it wrote to; nothing where it only read. */
  readonly space?: string
  /** Its agent was away from the relay. */
  readonly isAway: boolean
  /** ms until another agent had it, by the agent's name; empty while its author was away. */
  readonly arrivals: Readonly<Record<string, number>>
  /** What `come` brought: how many writes had waited. */
  readonly delivered?: number
}
