import type { EntryNode } from './entry-node'
import { isLedgerKey, validatedKey } from './keys'
import { mayRest } from './may-rest'

/** The entries of a key that has many; the heads are kept apart, so that reading them does not cost the history. */
interface Versions {
  readonly all: Set<EntryNode>
  readonly heads: Set<EntryNode>
  /** `sound`: every entry came after those it names, or a check found that none descends from itself; `looped`: it found one. */
  descent: Descent
  /** Entries that can name what they were made from. */
  resting: number
}

type Descent = 'sound' | 'doubtful' | 'looped'

/** Of keys that have no more entries all are looked at. */
const few = 16

/**
 * Which entries each key has, and which of them are heads. Most keys have one entry, which is then all there is to
 * keep; some have a few, in a list; only the busy ones have sets.
 */
export class KeyTable {
  readonly #keys = new Map<string, EntryNode | EntryNode[] | Versions>()

  /** Few among many, and asked for at once when a space opens. */
  readonly #ledger = new Set<string>()
  /** Keys that validations speak of: asked for with every key that is judged, when another string would have to be made. */
  readonly #validated = new Set<string>()

  /** Takes in an entry, as a head. */
  add(node: EntryNode): void {
    const found = this.#keys.get(node.raw[0])
    if (found === undefined) {
      this.#keys.set(node.raw[0], node)
      if (isLedgerKey(node.raw[0])) this.#ledger.add(node.raw[0])
      const validated = validatedKey(node.raw[0])
      if (validated !== undefined) this.#validated.add(validated)
    } else if (isVersions(found)) {
      found.all.add(node)
      found.heads.add(node)
      if (mayRest(node.raw[2])) found.resting++
    } else if (!Array.isArray(found)) this.#keys.set(node.raw[0], [found, node])
    else if (found.push(node) > few) {
      const resting = found.filter(({ raw }) => mayRest(raw[2])).length
      this.#keys.set(node.raw[0], {
        all: new Set(found),
        heads: new Set(found.filter(isHead)),
        descent: 'doubtful',
        resting,
      })
    }
  }

  /** Forgets an entry; whatever it superseded has been counted down before. */
  remove(node: EntryNode): void {
    const key = node.raw[0]
    const found = this.#keys.get(key)
    if (found === undefined) return
    if (isVersions(found)) {
      if (found.all.delete(node) && mayRest(node.raw[2])) found.resting--
      found.heads.delete(node)
      this.#keys.set(key, found.all.size === 1 ? [...found.all][0]! : { ...found, descent: 'doubtful' })
    } else if (Array.isArray(found)) {
      const rest = found.filter(other => other !== node)
      this.#keys.set(key, rest.length === 1 ? rest[0]! : rest)
    } else {
      this.#keys.delete(key)
      this.#ledger.delete(key)
      const validated = validatedKey(key)
      if (validated !== undefined) this.#validated.delete(validated)
    }
  }

  /** Counts one superseder more, or one less, for an entry. */
  count(node: EntryNode, difference: 1 | -1): void {
    node.superseders += difference
    const found = this.#keys.get(node.raw[0])
    if (found === undefined || !isVersions(found)) return
    if (isHead(node)) found.heads.add(node)
    else found.heads.delete(node)
  }

  /** An entry of a key came before one that it names: until somebody checks, it may descend from itself. */
  doubt(key: string): void {
    const found = this.#keys.get(key)
    if (found !== undefined && isVersions(found) && found.descent === 'sound') found.descent = 'doubtful'
  }

  /**
   * Whether no entry of a key with more than {@link few} descends from itself; `check` is asked where that is in doubt.
   *
   * @returns if so, what stays the same as long as no entry of the key goes
   */
  soundOf(key: string, check: () => boolean): object | undefined {
    const found = this.#keys.get(key)
    if (found === undefined || !isVersions(found)) return undefined
    if (found.descent === 'doubtful') found.descent = check() ? 'sound' : 'looped'
    return found.descent === 'sound' ? found : undefined
  }

  /** Whether an entry of a key can name what it was made from. */
  mayRest(key: string): boolean {
    const found = this.#keys.get(key)
    if (found !== undefined && isVersions(found)) return found.resting > 0
    return this.nodesOf(key).some(({ raw }) => mayRest(raw[2]))
  }

  nodesOf(key: string): readonly EntryNode[] {
    const found = this.#keys.get(key)
    if (found === undefined) return []
    return isVersions(found) ? [...found.all] : Array.isArray(found) ? found : [found]
  }

  headsOf(key: string): readonly EntryNode[] {
    const found = this.#keys.get(key)
    return found !== undefined && isVersions(found) ? [...found.heads] : this.nodesOf(key).filter(isHead)
  }

  countOf(key: string): number {
    const found = this.#keys.get(key)
    if (found === undefined) return 0
    return isVersions(found) ? found.all.size : Array.isArray(found) ? found.length : 1
  }

  isValidated(key: string): boolean {
    return this.#validated.has(key)
  }

  get size(): number {
    return this.#keys.size
  }

  get ledgerSize(): number {
    return this.#ledger.size
  }

  ledgerKeys(): IterableIterator<string> {
    return this.#ledger.keys()
  }

  keys(): IterableIterator<string> {
    return this.#keys.keys()
  }
}

function isVersions(value: EntryNode | EntryNode[] | Versions): value is Versions {
  return 'heads' in value
}

function isHead(node: EntryNode): boolean {
  return node.superseders === 0
}
