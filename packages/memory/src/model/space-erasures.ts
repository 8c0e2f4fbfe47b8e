import type { EntryIndex } from './entry-index'
import { type Erasure, valueToErasure } from './erasure'
import { ErasureIndex } from './erasure-index'
import type { JudgeContext } from './judge-context'
import { readVersion } from './version'

export { erasedAmong } from './erasure'

/** What was erased in one space. */
export class SpaceErasures {
  /** None can be taken back. One that the relay refused never was. */
  readonly byId = new Map<string, Erasure>()
  readonly #entries: EntryIndex
  readonly #keys = new Set<string>()
  /** Whose keys nobody has asked for yet: those of a space that opens are looked for together. */
  readonly #fresh: Erasure[] = []
  #index = new ErasureIndex()

  constructor(entries: EntryIndex) {
    this.#entries = entries
  }

  /**
   * Reads the erasure whose line stands under a key.
   *
   * @param onGone told of the keys that it was about, when the line is not there any more
   * @returns what it says, if that is an erasure
   */
  read(
    id: string,
    key: string,
    context: JudgeContext,
    onGone: (keys: ReadonlySet<string>) => void,
  ): Erasure | undefined {
    const erasure = this.#firstOf(key, context)
    const known = this.byId.get(id)
    if (!erasure) {
      if (known && this.#entries.countOf(key) === 0) onGone(this.#forget(id, known))
      return undefined
    }
    this.byId.set(id, erasure)
    if (known) this.#index = new ErasureIndex(this.byId.values())
    else this.#index.add(erasure)
    this.#fresh.push(erasure)
    return erasure
  }

  #forget(id: string, erasure: Erasure): Set<string> {
    const keys = new Set(this.#index.keysOf([erasure], this.#entries))
    this.byId.delete(id)
    this.#index = new ErasureIndex(this.byId.values())
    for (const key of keys) if (this.about(key).length === 0) this.#keys.delete(key)
    return keys
  }

  /** The erasures that are about a key. */
  about(key: string): readonly Erasure[] {
    return this.#index.about(key)
  }

  /** Entries of a key changed. */
  changed(key: string): void {
    if (this.about(key).length > 0) this.#keys.add(key)
  }

  /** The keys under which something was erased and something is. */
  keys(): Set<string> {
    for (const each of this.#index.keysOf(this.#fresh.splice(0), this.#entries)) this.#keys.add(each)
    for (const key of this.#keys) if (this.#entries.countOf(key) === 0) this.#keys.delete(key)
    return new Set(this.#keys)
  }

  /** What stands under the key of an erasure first: later entries cannot change it, whoever writes them. */
  #firstOf(key: string, context: JudgeContext): Erasure | undefined {
    const versions = this.#entries
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
