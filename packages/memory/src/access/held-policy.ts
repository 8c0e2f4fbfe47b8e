import {
  AccessGraph,
  type BaseRule,
  chainFault,
  type Explanation,
  type Policy,
  type PolicyEntry,
  type PolicyLine,
  type PolicyReach,
  parseBaseRule,
  type Who,
} from '@commonplace/protocol'

/** A line that does not follow from those before it. */
class PolicyFault extends Error {
  override readonly name = 'PolicyFault'
}

/**
 * What a replica holds of its tenant's policy log. It answers as the relay does, by the same code, as far as it sees the log: of
 * the whole for everybody, of a part for whose part it is.
 */
export class HeldPolicy {
  readonly #tenant: string
  #reach: PolicyReach | 'unknown' = 'unknown'
  #rules: readonly BaseRule[] = []
  #entries: PolicyEntry[] = []
  #graph = new AccessGraph()
  #levels: ReturnType<typeof parseBaseRule>[] = []

  constructor(tenant: string) {
    this.#tenant = tenant
  }

  /** `unknown` until a relay has said it. */
  get reach(): PolicyReach | 'unknown' {
    return this.#reach
  }

  get rules(): readonly BaseRule[] {
    return this.#rules
  }

  get entries(): readonly PolicyEntry[] {
    return this.#entries
  }

  /** What the relay says of it; lines beyond `after` go. */
  begin({ reach, after, rules }: Pick<Policy, 'reach' | 'after' | 'rules'>): void {
    this.#reach = reach
    this.#rules = rules
    this.#levels = rules.map(parseBaseRule)
    if (after >= this.#entries.length) return
    this.#entries.length = after
    this.#graph = new AccessGraph()
    for (const entry of this.#entries) this.#graph.add(entry)
  }

  /**
   * The next line.
   *
   * @throws PolicyFault when it is not what was logged after the line before
   */
  add(line: PolicyLine): PolicyEntry {
    const last = this.#entries.at(-1)
    const { at, by, statement, hash } = line
    const entry = { number: (last?.number ?? 0) + 1, at, by, statement, previous: last?.hash ?? '', hash }
    const fault = chainFault(this.#tenant, last, entry)
    if (fault !== null) throw new PolicyFault(fault)
    this.#entries.push(entry)
    this.#graph.add(entry)
    return entry
  }

  /** Who may do what in a space at a time (ms since 1970), and why. */
  explain(space: string, who: Who, time: number): Explanation {
    return this.#graph.explain(space, who, time, this.#baseIn(space, who))
  }

  #baseIn(space: string, who: Who): number {
    return Math.max(0, ...this.#levels.map(levelIn => levelIn(this.#tenant, space, who)))
  }
}
