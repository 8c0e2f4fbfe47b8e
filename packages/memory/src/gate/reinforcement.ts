import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import type { SaidAgain } from './said-again'

/**
 * How often records were said again: counted on this device, and told to the others in one line of this agent's own a
 * space, once a day at most. Nobody's counter is written by two.
 */
export class Reinforcement {
  /** This session's, by place. */
  readonly #own = new Map<string, SaidAgain>()
  /** What agents published, this one included: by line, then by place. */
  readonly #published = new Map<string, ReadonlyMap<string, SaidAgain>>()
  /** The latest of all that is published, by place. */
  readonly #latest = new Map<string, number>()

  /** Told of each, with when it was, ms. */
  onSaid: (place: string, last: number) => void = () => {}

  /** When a record was last said again, ms. */
  readonly lastOf = (place: string): number | undefined => {
    const [own, theirs] = [this.#own.get(place)?.last, this.#latest.get(place)]
    return own === undefined ? theirs : Math.max(own, theirs ?? own)
  };

  /** All that were, with when they last were, ms. */
  *said(): Iterable<readonly [place: string, last: number]> {
    for (const place of new Set([...this.#own.keys(), ...this.#latest.keys()])) yield [place, this.lastOf(place)!]
  }

  /** How often a record was said again, by all who told. */
  countOf(place: string): number {
    let count = this.#own.get(place)?.count ?? 0
    for (const line of this.#published.values()) count += line.get(place)?.count ?? 0
    return count
  }

  note(place: string, now: number): void {
    this.#own.set(place, { count: (this.#own.get(place)?.count ?? 0) + 1, last: Math.round(now) })
    this.onSaid(place, this.lastOf(place)!)
  }

  /** What was counted here in a space and not told yet; it counts as told from now on. */
  take(space: Space): [place: string, said: SaidAgain][] {
    const taken = [...this.#own].filter(([place]) => place.startsWith(placeToId(space.name, '')))
    for (const [place] of taken) this.#own.delete(place)
    return taken
  }

  /** What a line of the ledger says, from now on. */
  told(space: Space, key: string, said: ReadonlyMap<string, SaidAgain>): void {
    this.#published.set(placeToId(space.name, key), said)
    for (const [place, { last }] of said) {
      this.#latest.set(place, Math.max(last, this.#latest.get(place) ?? last))
      this.onSaid(place, this.lastOf(place)!)
    }
  }
}
