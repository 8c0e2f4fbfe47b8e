import type { Follower } from '../reading/follower'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'

/** What became of an agent's records, as far as this replica sees them. */
export interface Tally {
  readonly records: number
  readonly verified: number
  readonly refuted: number
}

const none: Tally = { records: 0, verified: 0, refuted: 0 }

/** Counts records by author and by what validators found, as they come and go. */
export class AuthorTally implements Follower {
  readonly #tallies = new Map<string, Tally>()

  of(agent: string): Tally {
    return this.#tallies.get(agent) ?? none
  }

  put(_space: Space, _key: string, record: MemoryRecord): void {
    this.#count(record, 1)
  }

  remove(_space: Space, _key: string, record: MemoryRecord): void {
    this.#count(record, -1)
  }

  #count({ author, status }: MemoryRecord, difference: 1 | -1): void {
    const before = this.of(author.agent)
    const after = {
      records: before.records + difference,
      verified: before.verified + (status === 'verified' ? difference : 0),
      refuted: before.refuted + (status === 'refuted' ? difference : 0),
    }
    if (after.records === 0) this.#tallies.delete(author.agent)
    else this.#tallies.set(author.agent, after)
  }
}
