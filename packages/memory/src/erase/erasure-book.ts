import { lazy } from '../lazy'
import type { Entry, Erasure, HybridClock, JudgeContext } from '../model'
import { erasureId } from '../model/erasure-line'
import type { SpaceErasures } from '../model/space-erasures'
import type { Space, SpaceChange } from '../space/space'

const rulesPart = lazy(() => import('../model/space-erasures'))

/**
 * What was erased in the open spaces, so that nobody reads what comes late. The rules of erasures are loaded where one may come:
 * before anything is heard from a relay, before a space with one is open, before this agent erases. One that comes
 * another way, from another tab or a provider of the document, is read as soon as they are there.
 */
export class ErasureBook {
  /** null until something is known to be erased there */
  readonly #spaces = new Map<Space, SpaceErasures | null>()
  readonly #unread = new Set<Space>()
  readonly #contextOf: (space: Space) => JudgeContext
  readonly #onLate: (change: SpaceChange) => void
  readonly #observe: HybridClock['observe']
  #rules: typeof import('../model/space-erasures') | undefined

  /**
   * @param onLate told of the keys that readers were given while the rules were on their way, or that were not erased after all
   * @param observe told when something was erased: what is written in knowledge of that is later
   */
  constructor(
    contextOf: (space: Space) => JudgeContext,
    onLate: (change: SpaceChange) => void,
    observe: HybridClock['observe'],
  ) {
    this.#observe = observe
    this.#contextOf = contextOf
    this.#onLate = onLate
  }

  /**
   * Loads the rules, and reads what came before they were there.
   *
   * @throws CommonplaceError `offline`
   */
  async ready(): Promise<void> {
    this.#rules ??= await rulesPart(rules => rules)
    const late = [...this.#unread]
    this.#unread.clear()
    for (const space of late) {
      this.changed({ space, keys: new Set(space.index.ledgerKeys()) })
      this.#onLate({ space, keys: this.keysIn(space) })
    }
  }

  /** Whether a space has an erasure that waits for the rules. */
  isUnread(space: Space): boolean {
    return this.#unread.has(space)
  }

  /** Resolves when the erasures of a space have been read; undefined when they are: then nobody need wait. */
  opened(space: Space): Promise<void> | undefined {
    this.#spaces.set(space, null)
    this.changed({ space, keys: new Set(space.index.ledgerKeys()) })
    return this.isUnread(space) ? this.ready() : undefined
  }

  closed(space: Space): void {
    this.#spaces.delete(space)
    this.#unread.delete(space)
  }

  changed({ space, keys }: SpaceChange): void {
    if (!this.#spaces.has(space)) return
    for (const key of keys) {
      const id = erasureId(key)
      if (id === undefined) {
        this.#spaces.get(space)?.changed(key)
        continue
      }
      if (!this.#rules) return void this.#unread.add(space)
      const erasures = this.#spaces.get(space) ?? new this.#rules.SpaceErasures(space.index)
      this.#spaces.set(space, erasures)
      const erasure = erasures.read(id, key, this.#contextOf(space), keys => this.#onLate({ space, keys }))
      if (erasure) this.#observe(erasure.time)
    }
  }

  /** The erasures of a space, by id. */
  of(space: Space): ReadonlyMap<string, Erasure> {
    return this.#spaces.get(space)?.byId ?? new Map()
  }

  /** The erasures that are about a key; none before the rules are there. */
  about(space: Space, key: string): readonly Erasure[] {
    return this.#spaces.get(space)?.about(key) ?? []
  }

  /** Whether something under a key was erased. */
  areAbout(space: Space, key: string): boolean {
    return this.about(space, key).length > 0
  }

  /** The keys of a space under which something was erased and something is. */
  keysIn(space: Space): Set<string> {
    return this.#spaces.get(space)?.keys() ?? new Set()
  }

  /** The entries of a key that nobody erased. */
  left(space: Space, key: string, entries: readonly Entry[]): readonly Entry[] {
    const erasures = entries.length > 0 ? this.about(space, key) : []
    if (!this.#rules || erasures.length === 0) return entries
    const erased = this.#rules.erasedAmong(key, entries, erasures, this.#contextOf(space))
    return erased.size === 0 ? entries : entries.filter(entry => !erased.has(entry))
  }
}
