import { inTurns, type Pause } from '../model'
import type { Space } from '../space/space'
import type { Follower } from './follower'
import type { View } from './reader'

interface Kept {
  kept(): Iterable<[space: Space, key: string, view: View]>
}

/** A follower while it is made, and then: it is given each record once, and told of what changes. */
export class GatheredFollower<Kind extends Follower> {
  readonly follower: Kind
  /** The keys that it has been given so far; undefined when it has been given all. */
  #given: Map<Space, Set<string>> | undefined = new Map()
  #gathering: Promise<void> | undefined

  constructor(follower: Kind) {
    this.follower = follower
  }

  gathered(projection: Kept, pause: Pause): Promise<void> {
    this.#gathering ??= inTurns(projection.kept(), pause, ([space, key, view]) => this.#give(space, key, view)).then(
      () => {
        this.#given = undefined
      },
    )
    return this.#gathering
  }

  changed(space: Space, key: string, before: View | undefined, after: View | undefined): void {
    const wasGiven = this.#given === undefined || this.#givenOf(space).delete(key)
    if (wasGiven && before?.record) this.follower.remove(space, key, before.record)
    if (after) this.#give(space, key, after)
  }

  #give(space: Space, key: string, { record, sequence }: View): void {
    // What changed while it is made comes by again.
    if (!record || (this.#given && this.#givenOf(space).has(key))) return
    this.#given?.get(space)?.add(key)
    this.follower.put(space, key, record, sequence)
  }

  #givenOf(space: Space): Set<string> {
    const keys = this.#given!.get(space) ?? new Set()
    this.#given!.set(space, keys)
    return keys
  }
}
