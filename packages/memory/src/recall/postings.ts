import { Vocabulary } from './vocabulary'

/** Where one term occurs: slots ascending, and how often in each (255 at most). Only the first `length` places count. */
export interface PostingList {
  slots: Int32Array
  counts: Uint8Array
  length: number
}

const longestLength = 0xffff

/**
 * The inverted index of one text field: which slots (small numbers handed out by the owner) hold which terms.
 * Removing takes a slot out of its lists at once, so a removed text leaves nothing behind and slots can be used again.
 */
export class Postings {
  readonly #lists = new Map<string, PostingList>()
  readonly #vocabulary = new Vocabulary()
  #lengths = new Uint16Array(64)
  #count = 0
  #changes = 0
  #total = 0

  /** Number of texts. */
  get count(): number {
    return this.#count
  }

  /** Grows with every change: what was worked out from lists holds while it stays. */
  get changes(): number {
    return this.#changes
  }

  /** Mean number of tokens in a text; 1 when there is none, so that it can divide. */
  get averageLength(): number {
    return this.#total === 0 ? 1 : this.#total / this.#count
  }

  /** One more than the highest slot ever used: the size an array by slot needs. */
  get capacity(): number {
    return this.#lengths.length
  }

  /** All terms that occur. */
  get terms(): ReadonlyMap<string, PostingList> {
    return this.#lists
  }

  list(term: string): PostingList | undefined {
    return this.#lists.get(term)
  }

  /** The terms with the first letter of this one whose length is between the two, both included. */
  termsLike(term: string, shortest: number, longest: number): Iterable<string> {
    return this.#vocabulary.like(term, shortest, longest)
  }

  /** Number of tokens of the text in this slot. */
  lengthOf(slot: number): number {
    return this.#lengths[slot] ?? 0
  }

  /** @param tokens the tokens of the text, with repetitions; the slot must be free */
  add(slot: number, tokens: readonly string[]): void {
    this.addLength(slot, Math.min(tokens.length, longestLength))
    for (const [term, count] of countTokens(tokens)) {
      let list = this.#lists.get(term)
      if (list === undefined) {
        list = newList()
        this.#lists.set(term, list)
        this.#vocabulary.add(term)
      }
      insertSlot(list, slot, Math.min(count, 255))
    }
  }

  /** Counts a text whose lists `merge` brings; the slot must be free. */
  addLength(slot: number, length: number): void {
    if (slot >= this.#lengths.length) this.#lengths = grown(this.#lengths, Math.max(slot + 1, this.#lengths.length * 2))
    this.#lengths[slot] = length
    this.#count++
    this.#changes++
    this.#total += length
  }

  /** Adds slots to the list of a term that are not in it. @param slots ascending; both arrays become the index's own */
  merge(term: string, slots: Int32Array, counts: Uint8Array): void {
    this.#changes++
    const list = this.#lists.get(term)
    if (list === undefined) {
      this.#lists.set(term, { slots, counts, length: slots.length })
      this.#vocabulary.add(term)
      return
    }
    const length = list.length + slots.length
    resize(list, length)
    let [old, fresh] = [length - slots.length - 1, slots.length - 1]
    for (let at = length - 1; fresh >= 0; at--) {
      const isOld = old >= 0 && list.slots[old]! > slots[fresh]!
      list.slots[at] = isOld ? list.slots[old]! : slots[fresh]!
      list.counts[at] = isOld ? list.counts[old--]! : counts[fresh--]!
    }
    list.length = length
  }

  /** @param tokens the same tokens that were added */
  remove(slot: number, tokens: readonly string[]): void {
    for (const term of new Set(tokens)) {
      const list = this.#lists.get(term)
      if (list === undefined) continue
      removeSlot(list, slot)
      if (list.length > 0) continue
      this.#lists.delete(term)
      this.#vocabulary.remove(term)
    }
    this.#count--
    this.#changes++
    this.#total -= this.lengthOf(slot)
    this.#lengths[slot] = 0
  }

  save(): SavedPostings {
    const lists = [...this.#lists].map(([term, list]): SavedPostings['lists'][number] => [
      term,
      [...list.slots.subarray(0, list.length)],
      [...list.counts.subarray(0, list.length)],
    ])
    return { lists, lengths: [...this.#lengths], count: this.#count, total: this.#total }
  }

  static load(saved: SavedPostings): Postings {
    const postings = new Postings()
    for (const [term, slots, counts] of saved.lists) {
      postings.#vocabulary.add(term)
      postings.#lists.set(term, {
        slots: Int32Array.from(slots),
        counts: Uint8Array.from(counts),
        length: slots.length,
      })
    }
    postings.#lengths = Uint16Array.from(saved.lengths)
    postings.#count = saved.count
    postings.#total = saved.total
    return postings
  }
}

/** Postings as plain JSON. */
export interface SavedPostings {
  lists: [term: string, slots: number[], counts: number[]][]
  lengths: number[]
  count: number
  total: number
}

function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

function newList(): PostingList {
  return { slots: new Int32Array(2), counts: new Uint8Array(2), length: 0 }
}

function insertSlot(list: PostingList, slot: number, count: number): void {
  if (list.length === list.slots.length) resize(list, Math.max(2, list.length * 2))
  const at = list.length === 0 || list.slots[list.length - 1]! < slot ? list.length : placeOf(list, slot)
  list.slots.copyWithin(at + 1, at, list.length)
  list.counts.copyWithin(at + 1, at, list.length)
  list.slots[at] = slot
  list.counts[at] = count
  list.length++
}

function removeSlot(list: PostingList, slot: number): void {
  const at = placeOf(list, slot)
  if (at === list.length || list.slots[at] !== slot) return
  list.slots.copyWithin(at, at + 1, list.length)
  list.counts.copyWithin(at, at + 1, list.length)
  list.length--
  if (list.length > 4 && list.length * 4 < list.slots.length) resize(list, list.length * 2)
}

/** Whether the term occurs in this slot. */
export function holdsSlot(list: PostingList, slot: number): boolean {
  const at = placeOf(list, slot)
  return at < list.length && list.slots[at] === slot
}

/** The first place whose slot is not below the given one. */
function placeOf(list: PostingList, slot: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list.slots[middle]! < slot) low = middle + 1
    else high = middle
  }
  return low
}

function resize(list: PostingList, capacity: number): void {
  const slots = new Int32Array(capacity)
  const counts = new Uint8Array(capacity)
  slots.set(list.slots.subarray(0, list.length))
  counts.set(list.counts.subarray(0, list.length))
  list.slots = slots
  list.counts = counts
}

function grown(array: Uint16Array<ArrayBuffer>, capacity: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(capacity)
  larger.set(array)
  return larger
}
