import type { Core } from '../core'
import { inTurns } from '../model'
import type { Space } from '../space/space'
import type { Follower } from './follower'
import type { Projection } from './projection'
import type { View } from './reader'

/**
 * What is made of all records: the one of this kind, which from the first call on is kept up with them. It is made in slices, and
 * is as the records are when it is handed out.
 */
export async function following<Kind extends Follower>(
  { projection, pause }: Pick<Core, 'projection' | 'pause'>,
  Kind: new () => Kind,
): Promise<Kind> {
  const unread = projection.whole()
  if (unread) await unread
  for (;;) {
    const made = (projection.followers.get(Kind) as Following<Kind> | undefined) ?? new Following(new Kind())
    projection.followers.set(Kind, made)
    await made.gathered(projection, pause)
    projection.settle()
    if (projection.followers.get(Kind) === made) return made.follower
  }
}

/** A follower while it is made, and then: it is given each record once, and told of what changes. */
export class Following<Kind extends Follower> {
  readonly follower: Kind
  /** The keys that it has been given so far; undefined when it has been given all. */
  #given: Map<Space, Set<string>> | undefined = new Map()
  #gathering: Promise<void> | undefined

  constructor(follower: Kind) {
    this.follower = follower
  }

  gathered(projection: Projection, pause: Core['pause']): Promise<void> {
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
