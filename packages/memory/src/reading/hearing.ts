import { inTurns, type Pause } from '../model'
import type { Space } from '../space/space'
import type { KeyPlace } from './key-place'
import type { Standings } from './standings'

/** So many changes are taken in at once, whatever they reach; more are followed only as far as a read needs. */
const fewChanges = 200

/** Tells the standings what changed, as late as a read allows, and whoever judges what therefore stands otherwise. */
export class Hearing {
  readonly #standings: Standings
  readonly #pause: Pause
  readonly #judgeAgain: (place: KeyPlace) => void
  /** Keys of which the standings have not heard yet, of the spaces that have some. */
  readonly #unheard = new Map<Space, Set<string>>()

  constructor(standings: Standings, pause: Pause, judgeAgain: (place: KeyPlace) => void) {
    this.#standings = standings
    this.#pause = pause
    this.#judgeAgain = judgeAgain
  }

  closed(space: Space): void {
    this.#unheard.delete(space)
    this.#standings.closed(space)
    this.#absorb()
  }

  changed(space: Space, key: string): void {
    this.#standings.changed()
    this.#unheard.set(space, (this.#unheard.get(space) ?? new Set()).add(key))
  }

  /** Before a key is judged: what changed of it and of what it rests on. */
  hear(space: Space, key: string): void {
    let left = 0
    for (const { size } of this.#unheard.values()) {
      left += size
      if (left > fewChanges) break
    }
    if (left <= fewChanges) this.hearAll()
    else {
      const isDue = (place: KeyPlace) => this.#unheard.get(place.space)?.delete(place.key) ?? false
      if (isDue({ space, key })) this.#standings.note(space, key)
      this.#standings.noteAncestors(space, key, isDue)
      this.#absorb()
    }
  }

  hearAll(): void {
    for (const [space, keys] of this.#unheard) for (const key of keys) this.#standings.note(space, key)
    this.#unheard.clear()
    this.#absorb()
  }

  /**
   * All changes, in turns.
   *
   * @throws CommonplaceError `offline` when what works out what rests on what cannot be fetched
   */
  async heard(): Promise<void> {
    for (const [space, keys] of this.#unheard) {
      await inTurns(keys, this.#pause, key => {
        keys.delete(key)
        this.#standings.note(space, key)
      })
    }
    await this.#caughtUp()
  }

  /** Keys of a space that was just opened, in turns. @throws CommonplaceError as `heard` */
  async noteAll(space: Space, keys: readonly string[]): Promise<void> {
    await inTurns(keys, this.#pause, key => this.#standings.note(space, key))
    await this.#caughtUp()
  }

  async #caughtUp(): Promise<void> {
    const late = this.#standings.caughtUp()
    if (late) await late
    this.#absorb()
  }

  #absorb(): void {
    for (const place of this.#standings.settle()) this.#judgeAgain(place)
  }
}
