import { compareKeys, keyAfter } from '../key'
import { MemoryDisk } from '../memory/memory-disk'
import { type Key, type Operation, StorageError } from '../storage'

const nameBytes = 16

/** What of a commit is to be sealed, and what it is on disk but for that. */
export interface Plan {
  readonly steps: readonly (
    | { readonly put: Key; readonly value: Uint8Array; readonly name: Uint8Array }
    | { readonly delete: Uint8Array }
  )[]
  /** The keys that are gone once it is on disk. */
  readonly gone: ReadonlyMap<string, Key>
  readonly number: number
}

/**
 * Which random name on disk stands for which key: kept in memory, in the order of the keys, since the disk does not know it.
 * Of a commit under way, what it puts is here already and what it deletes still is; the disk says what there is.
 */
export class NameIndex {
  /** key → name and the number of the commit that put it last */
  readonly #names = new MemoryDisk()
  #last = 0

  /**
   * @param found every key with its name
   * @throws StorageError `damaged` when a key is there twice: an entry that was deleted has been put back
   */
  constructor(found: readonly { readonly key: Key; readonly name: Uint8Array }[]) {
    const sorted = found.toSorted((a, b) => compareKeys(a.key, b.key))
    for (const [i, { key, name }] of sorted.entries()) {
      if (i > 0 && compareKeys(sorted[i - 1]!.key, key) === 0) {
        throw new StorageError('damaged', 'an encrypted store holds two entries of one key', {
          hint: 'somebody put an old entry back: restore the store from a backup',
        })
      }
      this.#set(key, name, 0)
    }
  }

  nameOf(key: Key): Uint8Array | undefined {
    return this.#names.get(key)?.subarray(0, nameBytes)
  }

  /** The first keys of a range, at most so many, or the last ones with `reverse`. */
  within(from: Key, to: Key, limit: number, reverse: boolean): Key[] {
    const keys: Key[] = []
    let [low, high] = [from, to]
    while (keys.length < limit && compareKeys(low, high) < 0) {
      const edge = this.#names.edge(low, high, reverse)
      if (edge === undefined) break
      keys.push(edge.key)
      if (reverse) high = edge.key
      else low = keyAfter(edge.key)
    }
    return keys
  }

  /** What a commit comes to, if it is the next one to reach the disk. */
  plan(operations: readonly Operation[]): Plan {
    const number = ++this.#last
    const steps: Plan['steps'][number][] = []
    const gone = new Map<string, Key>()
    const leave = (key: Key) => {
      steps.push({ delete: this.nameOf(key)! })
      gone.set(key.join(), key)
    }
    for (const operation of operations) {
      if ('put' in operation) {
        const name = this.nameOf(operation.put) ?? crypto.getRandomValues(new Uint8Array(nameBytes))
        this.#set(operation.put, name, number)
        gone.delete(operation.put.join())
        steps.push({ ...operation, name })
      } else if ('delete' in operation) {
        if (this.nameOf(operation.delete)) leave(operation.delete)
      } else for (const key of this.within(...operation.deleteRange, Number.POSITIVE_INFINITY, false)) leave(key)
    }
    return { steps, gone, number }
  }

  /** A commit is on disk: what it deleted and no later one put again is here no more. */
  done({ gone, number }: Plan): void {
    for (const key of gone.values()) {
      const entry = this.#names.get(key)
      if (entry && numberOf(entry) <= number) this.#names.apply([{ delete: key }])
    }
  }

  #set(key: Key, name: Uint8Array, number: number): void {
    const value = new Uint8Array(nameBytes + 8)
    value.set(name)
    new DataView(value.buffer).setFloat64(nameBytes, number)
    this.#names.apply([{ put: key, value }])
  }
}

function numberOf(entry: Uint8Array): number {
  return new DataView(entry.buffer, entry.byteOffset).getFloat64(nameBytes)
}
