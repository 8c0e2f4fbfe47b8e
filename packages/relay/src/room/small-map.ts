/**
 * What of a Map is used, for one of the many that hold nothing or one entry most of the time: those two cost it no table,
 * which would be a fifth of a kilobyte. Entries come in the order in which they were put, as a Map's do.
 */
export class SmallMap<K, V> {
  /** the entry while it is the only one there ever was; null otherwise */
  #only: { readonly key: K; value: V } | null = null
  /** null before the second entry */
  #map: Map<K, V> | null = null

  get size(): number {
    return this.#map?.size ?? (this.#only === null ? 0 : 1)
  }

  get(key: K): V | undefined {
    if (this.#map !== null) return this.#map.get(key)
    return this.#only?.key === key ? this.#only.value : undefined
  }

  has(key: K): boolean {
    return this.#map?.has(key) ?? this.#only?.key === key
  }

  set(key: K, value: V): void {
    if (this.#map !== null) this.#map.set(key, value)
    else if (this.#only === null) this.#only = { key, value }
    else if (this.#only.key === key) this.#only.value = value
    else {
      this.#map = new Map([[this.#only.key, this.#only.value]])
      this.#map.set(key, value)
      this.#only = null
    }
  }

  delete(key: K): boolean {
    if (this.#map !== null) return this.#map.delete(key)
    const isThere = this.#only?.key === key
    if (isThere) this.#only = null
    return isThere
  }

  clear(): void {
    this.#only = null
    this.#map = null
  }

  *[Symbol.iterator](): Generator<readonly [K, V]> {
    // Somebody may put a second entry while the first is looked at: then it comes next, as in a Map.
    const only = this.#only
    if (only !== null) yield [only.key, only.value]
    for (const entry of this.#map ?? []) if (only === null || entry[0] !== only.key) yield entry
  }

  *keys(): Generator<K> {
    for (const [key] of this) yield key
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value
  }
}
