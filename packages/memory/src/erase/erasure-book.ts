import { lazy } from '../lazy'
import { type Entry, type Erasure, isLedgerKey, type JudgeContext, readKey, readVersion } from '../model'
import type { Space, SpaceChange } from '../space/space'

const rulesPart = lazy(() => import('../model/erasure'))

const prefix = 'erased/'

/** Names an erasure within its space, by the key of its line; undefined for another key. */
export function erasureId(key: string): string | undefined {
  const name = isLedgerKey(key) ? readKey(key) : undefined
  const isErasure = name?.type === 'ledger' && name.owner === undefined && name.path.startsWith(prefix)
  return isErasure ? name.path.slice(prefix.length) : undefined
}

export function erasurePath(id: string): string {
  return prefix + id
}

/**
 * What was erased in the open spaces, so that nobody reads what comes late. The rules of erasures are loaded where one may come:
 * before anything is heard from a relay, before a space with one is open, before this agent erases. One that comes
 * another way, from another tab or a provider of the document, is read as soon as they are there.
 */
export class ErasureBook {
  readonly #spaces = new Map<Space, Map<string, Erasure>>()
  readonly #unread = new Set<Space>()
  readonly #contextOf: (space: Space) => JudgeContext
  readonly #onLate: (change: SpaceChange) => void
  #rules: typeof import('../model/erasure') | undefined

  /** @param onLate told of the keys that readers were given while the rules were on their way */
  constructor(contextOf: (space: Space) => JudgeContext, onLate: (change: SpaceChange) => void) {
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
    this.#spaces.set(space, new Map())
    this.changed({ space, keys: new Set(space.index.ledgerKeys()) })
    return this.isUnread(space) ? this.ready() : undefined
  }

  closed(space: Space): void {
    this.#spaces.delete(space)
    this.#unread.delete(space)
  }

  changed({ space, keys }: SpaceChange): void {
    const known = this.#spaces.get(space)
    if (!known) return
    for (const key of keys) {
      const id = erasureId(key)
      if (id === undefined) continue
      if (!this.#rules) return void this.#unread.add(space)
      const erasure = this.#read(this.#rules, space, key)
      if (erasure) known.set(id, erasure)
    }
  }

  /** The erasures of a space, by id. Once seen they stay: an erasure cannot be taken back. */
  of(space: Space): ReadonlyMap<string, Erasure> {
    return this.#spaces.get(space) ?? new Map()
  }

  /** Whether something under a key was erased. */
  areAbout(space: Space, key: string): boolean {
    return (this.#rules?.erasuresOf(key, this.of(space).values()).length ?? 0) > 0
  }

  /** The keys of a space under which something was erased. */
  keysIn(space: Space): Set<string> {
    return new Set(this.of(space).size > 0 ? [...space.index.keys()].filter(key => this.areAbout(space, key)) : [])
  }

  /** The entries of a key that nobody erased. */
  left(space: Space, key: string, entries: readonly Entry[]): readonly Entry[] {
    const erasures = this.of(space)
    if (!this.#rules || erasures.size === 0 || entries.length === 0) return entries
    const erased = this.#rules.erasedAmong(key, entries, erasures.values(), this.#contextOf(space))
    return erased.size === 0 ? entries : entries.filter(entry => !erased.has(entry))
  }

  /** What stands under the key of an erasure first: later entries cannot change it, whoever writes them. */
  #read(rules: typeof import('../model/erasure'), space: Space, key: string): Erasure | undefined {
    const context = this.#contextOf(space)
    const versions = space.index
      .entriesOf(key)
      .filter(({ parents }) => parents.length === 0)
      .map(entry => readVersion(entry, context))
      .sort((a, b) => a.time.ms - b.time.ms || a.time.count - b.time.count)
    for (const { record, author, time } of versions) {
      const value = record.ok && record.body.type === 'fact' ? record.body.value : undefined
      const erasure = value === undefined || !author ? undefined : rules.valueToErasure(value, author, time)
      if (erasure) return erasure
    }
    return undefined
  }
}
