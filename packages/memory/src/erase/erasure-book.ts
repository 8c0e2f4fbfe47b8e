import type { Entry } from '../model'
import {
  type Erasure,
  erasedAmong,
  isLedgerKey,
  type JudgeContext,
  readKey,
  readVersion,
  valueToErasure,
} from '../model'
import type { Space, SpaceChange } from '../space/space'

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

/** What was erased in the open spaces, so that nobody reads what comes late. */
export class ErasureBook {
  readonly #spaces = new Map<Space, Map<string, Erasure>>()
  readonly #contextOf: (space: Space) => JudgeContext

  constructor(contextOf: (space: Space) => JudgeContext) {
    this.#contextOf = contextOf
  }

  opened(space: Space): void {
    this.#spaces.set(space, new Map())
    this.changed({ space, keys: new Set(space.index.ledgerKeys()) })
  }

  closed(space: Space): void {
    this.#spaces.delete(space)
  }

  changed({ space, keys }: SpaceChange): void {
    const known = this.#spaces.get(space)
    if (!known) return
    for (const key of keys) {
      const id = erasureId(key)
      const erasure = id === undefined ? undefined : this.#read(space, key)
      if (id !== undefined && erasure) known.set(id, erasure)
    }
  }

  /** The erasures of a space, by id. Once seen they stay: an erasure cannot be taken back. */
  of(space: Space): ReadonlyMap<string, Erasure> {
    return this.#spaces.get(space) ?? new Map()
  }

  /** The entries of a key that nobody erased. */
  left(space: Space, key: string, entries: readonly Entry[]): readonly Entry[] {
    const erasures = this.#spaces.get(space)
    if (!erasures || erasures.size === 0 || entries.length === 0) return entries
    const erased = erasedAmong(key, entries, erasures.values(), this.#contextOf(space))
    return erased.size === 0 ? entries : entries.filter(entry => !erased.has(entry))
  }

  /** What stands under the key of an erasure first: later entries cannot change it, whoever writes them. */
  #read(space: Space, key: string): Erasure | undefined {
    const context = this.#contextOf(space)
    const versions = space.index
      .entriesOf(key)
      .filter(({ parents }) => parents.length === 0)
      .map(entry => readVersion(entry, context))
      .sort((a, b) => a.time.ms - b.time.ms || a.time.count - b.time.count)
    for (const { record, author, time } of versions) {
      const value = record.ok && record.body.type === 'fact' ? record.body.value : undefined
      const erasure = value === undefined || !author ? undefined : valueToErasure(value, author, time)
      if (erasure) return erasure
    }
    return undefined
  }
}
