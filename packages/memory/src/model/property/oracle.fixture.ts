import { dotToString } from '../dot'
import type { Entry } from '../entry'

/** Everything that was ever validly written, and the heads that follow from it by definition. */
export class HeadsOracle {
  readonly writes: Entry[] = []

  /** The dots of entries of this key that no entry of this key names, whoever holds what. */
  headsOf(key: string): string {
    const own = this.writes.filter(entry => entry.key === key)
    const isNamed = (entry: Entry) =>
      own.some(({ parents }) =>
        parents.some(({ client, clock }) => client === entry.dot.client && clock === entry.dot.clock),
      )
    return dotsOf(own.filter(entry => !isNamed(entry)))
  }
}

/** The dots of entries, in an order of their own. */
export function dotsOf(entries: readonly Entry[]): string {
  return entries
    .map(({ dot }) => dotToString(dot))
    .sort()
    .join(' ')
}
