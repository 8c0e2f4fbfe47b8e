import { hashOf, plainText, type Shingles, shinglesOf, sketchOf } from '../recall/likeness'
import { Slots } from '../recall/slots'

/** Hashes by which a text is found: two texts half alike share one in 94 of 100 cases, two that are alike to four fifths always. */
const sketchSize = 4
/** So many of the latest that share a hash are looked at: what thousands have tells none of them apart. */
const mostOfHash = 12
/** Of a hash that more texts share the first ones are forgotten: each of fifty thousand would be looked for among all when their space closes. */
const keptOfHash = 64

/**
 * Texts by what they say, to find those that say the same or nearly so: what a look costs does not follow how many there
 * are. About 100 bytes a text.
 */
export class SketchIndex {
  readonly #slots = new Slots()
  readonly #names: (string | undefined)[] = []
  /** The hashes of each slot: of the whole text, then its sketch. */
  readonly #hashes: (readonly number[] | undefined)[] = []
  readonly #whole = new Buckets()
  readonly #parts = new Buckets(keptOfHash)

  get size(): number {
    return this.#slots.size
  }

  put(id: string, text: string): void {
    const [whole, ...parts] = hashesOf(text)
    const known = this.#slots.of(id)
    if (known !== undefined && this.#hashes[known]![0] === whole) return
    if (known !== undefined) this.remove(id)
    const slot = this.#slots.take(id)
    this.#names[slot] = id
    this.#hashes[slot] = [whole!, ...parts]
    this.#whole.add(whole!, slot)
    for (const hash of parts) this.#parts.add(hash, slot)
  }

  remove(id: string): void {
    const slot = this.#slots.of(id)
    if (slot === undefined) return
    const [whole, ...parts] = this.#hashes[slot]!
    this.#whole.remove(whole!, slot)
    for (const hash of parts) this.#parts.remove(hash, slot)
    this.#names[slot] = undefined
    this.#hashes[slot] = undefined
    this.#slots.giveBack(id)
  }

  /** Ids of texts that are probably the same, latest first. */
  same(text: string): string[] {
    return this.#idsOf(this.#whole.latest(hashOf(plainText(text)), mostOfHash))
  }

  /** Ids of texts that share some of it, latest first. */
  near(shingles: Shingles): string[] {
    const slots = sketchOf(shingles, sketchSize).flatMap(hash => this.#parts.latest(hash, mostOfHash))
    return this.#idsOf([...new Set(slots)])
  }

  #idsOf(slots: readonly number[]): string[] {
    return slots.flatMap(slot => this.#names[slot] ?? [])
  }
}

/** Slots by hash; most hashes have one, which costs no list. */
class Buckets {
  readonly #slots = new Map<number, number | number[]>()
  readonly #kept: number

  /** @param kept twice so many at most are kept of a hash, the latest */
  constructor(kept = Number.POSITIVE_INFINITY) {
    this.#kept = kept
  }

  add(hash: number, slot: number): void {
    const known = this.#slots.get(hash)
    if (known === undefined) this.#slots.set(hash, slot)
    else if (typeof known === 'number') this.#slots.set(hash, [known, slot])
    else if (known.push(slot) > 2 * this.#kept) known.splice(0, this.#kept)
  }

  remove(hash: number, slot: number): void {
    const known = this.#slots.get(hash)
    if (known === slot) this.#slots.delete(hash)
    else if (typeof known === 'object') {
      // Mostly the first ones go first.
      const at = known[0] === slot ? 0 : known.lastIndexOf(slot)
      if (at >= 0) known.splice(at, 1)
      if (known.length === 1) this.#slots.set(hash, known[0]!)
    }
  }

  latest(hash: number, most: number): number[] {
    const known = this.#slots.get(hash)
    return known === undefined ? [] : typeof known === 'number' ? [known] : known.slice(-most).reverse()
  }
}

function hashesOf(text: string): number[] {
  return [hashOf(plainText(text)), ...sketchOf(shinglesOf(text), sketchSize)]
}
