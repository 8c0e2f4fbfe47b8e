import type { EntryIndex } from './entry-index'
import { type Clocks, type Erasure, keyHash, push, subjectOf } from './erasure'
import { readKey, recordKey, validationKey } from './keys'

/** The smallest places that clocks are looked up by. */
const smallest = 32

/** Of more clocks than this, keys are looked through and not clocks. */
const widest = 8192

interface Range {
  readonly clocks: Clocks
  readonly erasure: Erasure
}

interface Salted {
  readonly erasures: Map<string, Erasure[]>
  /** of the keys that were asked for */
  readonly hashes: Map<string, string>
}

/** Erasures by what they are about: what a key costs a reader does not grow with what was erased elsewhere. */
export class ErasureIndex {
  /** by client, size of place, place: a range is in places of its own size, two at most, however wide a hostile line makes it */
  readonly #ranges = new Map<number, Map<number, Map<number, Range[]>>>()
  readonly #salts = new Map<string, Salted>()

  constructor(erasures: Iterable<Erasure> = []) {
    for (const erasure of erasures) this.add(erasure)
  }

  add(erasure: Erasure): void {
    for (const [client, ranges] of erasure.dots) {
      for (const clocks of ranges) this.#addRange(client, { clocks, erasure })
    }
    if (erasure.keys.size === 0) return
    const salted = this.#salts.get(erasure.salt) ?? { erasures: new Map(), hashes: new Map() }
    this.#salts.set(erasure.salt, salted)
    for (const hash of erasure.keys) push(salted.erasures, hash, erasure)
  }

  /**
   * The erasures that are about a key: they name the first version of the record, which what validators found of it is about
   * too, or have the hash of the key, as of what was found of a record that stands. A key is hashed once for each salt, and a space
   * keeps to one.
   */
  about(key: string): readonly Erasure[] {
    const name = subjectOf(key)
    const isRecord = readKey(key)?.type === 'record'
    const found = new Set(isRecord ? [] : [...this.#salts].flatMap(([salt, salted]) => hashed(salted, salt, key)))
    if (name?.type !== 'record') return [...found]
    const { client, clock } = name.dot
    for (const [size, places] of this.#ranges.get(client) ?? []) {
      for (const { clocks, erasure } of places.get(Math.floor(clock / size)) ?? []) {
        if (clock >= clocks[0] && clock < clocks[1]) found.add(erasure)
      }
    }
    return [...found]
  }

  /** The keys of a space that these erasures of the index are about, and some that others are: hashes take a look at all keys. */
  *keysOf(erasures: readonly Erasure[], index: EntryIndex): Generator<string> {
    const clocks = erasures.flatMap(({ dots }) => [...dots.values()].flat())
    // What runs backwards, as a hostile line's may, is no clocks at all.
    const isWide = clocks.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0) > widest
    if (!isWide) for (const each of erasures) yield* recordKeysOf(each, index)
    if (!isWide && erasures.every(({ keys }) => keys.size === 0)) return
    for (const key of index.keys()) if (this.about(key).length > 0) yield key
  }

  #addRange(client: number, range: Range): void {
    const [from, to] = range.clocks
    const sizes = this.#ranges.get(client) ?? new Map<number, Map<number, Range[]>>()
    this.#ranges.set(client, sizes)
    let size = smallest
    while (size < to - from) size *= 2
    const places = sizes.get(size) ?? new Map<number, Range[]>()
    sizes.set(size, places)
    for (let place = Math.floor(from / size); place * size < to; place++) push(places, place, range)
  }
}

function* recordKeysOf({ dots }: Erasure, index: EntryIndex): Generator<string> {
  for (const [client, ranges] of dots) {
    for (const [from, to] of ranges) {
      for (let clock = from; clock < to; clock++) {
        const key = recordKey({ client, clock })
        for (const each of [key, validationKey(key)]) if (index.countOf(each) > 0) yield each
      }
    }
  }
}

function hashed({ erasures, hashes }: Salted, salt: string, key: string): readonly Erasure[] {
  const hash = hashes.get(key) ?? keyHash(salt, key)
  hashes.set(key, hash)
  return erasures.get(hash) ?? []
}
