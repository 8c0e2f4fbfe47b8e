import { compareKeys } from '../key'
import { copyBytes } from '../operations'
import type { Key, Operation, StoredEntry } from '../storage'

/** What a `memoryStorage` keeps after it is closed or crashed: open it again with `memoryStorage({ from: disk })`. */
export class MemoryDisk {
  /** Whether a storage has this disk open. */
  held = false
  #entries: StoredEntry[] = []

  /** Another disk with the same content, such as a cloned machine or a restored backup has. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk()
    copy.#entries = [...this.#entries]
    return copy
  }

  get size(): number {
    return this.#entries.length
  }

  get(key: Key): Uint8Array | undefined {
    const entry = this.#entries[this.#indexOf(key)]
    return entry && compareKeys(entry.key, key) === 0 ? copyBytes(entry.value) : undefined
  }

  /** The first entry of the range, or the last one with `reverse`. */
  edge(from: Key, to: Key, reverse: boolean): StoredEntry | undefined {
    const entry = this.#entries[reverse ? this.#indexOf(to) - 1 : this.#indexOf(from)]
    if (!entry || compareKeys(entry.key, from) < 0 || compareKeys(entry.key, to) >= 0) return undefined
    return { key: copyBytes(entry.key), value: copyBytes(entry.value) }
  }

  /** Applies operations whose buffers nobody else holds. */
  apply(operations: readonly Operation[]) {
    for (const operation of operations) {
      if ('put' in operation) this.#put({ key: operation.put, value: operation.value })
      else if ('delete' in operation) this.#delete(operation.delete)
      else this.#deleteRange(...operation.deleteRange)
    }
  }

  #put(entry: StoredEntry) {
    const index = this.#indexOf(entry.key)
    const found = this.#entries[index]
    this.#entries.splice(index, found && compareKeys(found.key, entry.key) === 0 ? 1 : 0, entry)
  }

  #delete(key: Key) {
    const index = this.#indexOf(key)
    const found = this.#entries[index]
    if (found && compareKeys(found.key, key) === 0) this.#entries.splice(index, 1)
  }

  #deleteRange(from: Key, to: Key) {
    const index = this.#indexOf(from)
    this.#entries.splice(index, Math.max(0, this.#indexOf(to) - index))
  }

  /** Where the key is, or where it would go. */
  #indexOf(key: Key): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys(this.#entries[middle]!.key, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
