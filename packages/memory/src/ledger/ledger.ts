import { isLedgerKey } from '../model'
import type { Space, SpaceChange } from '../space/space'

/**
 * Which lines of the ledger the open spaces have. The ledger is what the library keeps about the team beside its
 * memories: states of runs, cards of agents, what was erased. No reader of records sees it.
 */
export class Ledger {
  readonly #keys = new Map<Space, Set<string>>()
  readonly #listeners = new Set<(change: SpaceChange) => void>()

  opened(space: Space): void {
    const keys = new Set(space.index.ledgerKeys())
    this.#keys.set(space, keys)
    if (keys.size > 0) this.#tell({ space, keys })
  }

  closed(space: Space): void {
    this.#keys.delete(space)
  }

  changed({ space, keys }: SpaceChange): void {
    const known = this.#keys.get(space)
    const lines = [...keys].filter(isLedgerKey)
    if (!known || lines.length === 0) return
    for (const key of lines) {
      if (space.index.countOf(key) > 0) known.add(key)
      else known.delete(key)
    }
    this.#tell({ space, keys: new Set(lines) })
  }

  /** The keys of the lines that a space has, in no particular order. */
  keysOf(space: Space): Iterable<string> {
    return this.#keys.get(space) ?? []
  }

  /** The open spaces. */
  spaces(): Space[] {
    return [...this.#keys.keys()]
  }

  /**
   * Tells which lines changed, also when a space opens with some; a microtask after the change, so that a listener may
   * write.
   *
   * @returns the function that stops it
   */
  onChange(listener: (change: SpaceChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(change: SpaceChange): void {
    if (this.#listeners.size === 0) return
    queueMicrotask(() => {
      if (!this.#keys.has(change.space)) return
      for (const listener of [...this.#listeners]) listener(change)
    })
  }
}
