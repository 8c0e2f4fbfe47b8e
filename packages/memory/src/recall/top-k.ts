/**
 * The k best slots, best first.
 *
 * @param scores by slot
 * @param order for slots with equal scores: negative when the first comes first
 * @param admits asked only for slots that would be among the best so far
 */
export function topK(
  slots: Int32Array,
  length: number,
  scores: Float32Array | Float64Array,
  k: number,
  order: (one: number, other: number) => number,
  admits: (slot: number) => boolean = () => true,
): number[] {
  // The score to beat first, then the slots that tie for the last places: records with the same words tie by the hundred,
  // and comparing them by more than a number is dear.
  const best = new BoundedHeap(k, (one, other) => one - other)
  const taken: number[] = []
  for (let at = 0; at < length; at++) {
    const slot = slots[at]!
    const score = scores[slot]!
    if (!best.takes(score) || !admits(slot)) continue
    best.push(score)
    taken.push(slot)
  }
  const bestFirst = (one: number, other: number) => scores[other]! - scores[one]! || order(one, other)
  if (taken.length < k) return taken.sort(bestFirst)
  const least = best.worst
  const above = taken.filter(slot => scores[slot]! > least)
  const level: number[] = []
  for (let at = 0; at < length; at++) {
    if (scores[slots[at]!] === least && admits(slots[at]!)) level.push(slots[at]!)
  }
  return above.concat(firstOf(level, k - above.length, order)).sort(bestFirst)
}

function firstOf(slots: readonly number[], k: number, order: (one: number, other: number) => number): number[] {
  const first = new BoundedHeap(k, (one, other) => order(other, one))
  // Later slots are mostly newer, and newer ones come first: from the end, few have to be moved.
  for (let at = slots.length - 1; at >= 0; at--) if (first.takes(slots[at]!)) first.push(slots[at]!)
  return first.items()
}

/** Keeps the k greatest of what is pushed, the least of them on top. */
class BoundedHeap {
  readonly #limit: number
  readonly #compare: (one: number, other: number) => number
  readonly #items: Float64Array
  #size = 0

  constructor(limit: number, compare: (one: number, other: number) => number) {
    this.#limit = limit
    this.#compare = compare
    this.#items = new Float64Array(limit)
  }

  get worst(): number {
    return this.#items[0]!
  }

  items(): number[] {
    return Array.from(this.#items.subarray(0, this.#size))
  }

  takes(item: number): boolean {
    return this.#size < this.#limit || this.#compare(item, this.#items[0]!) > 0
  }

  push(item: number): void {
    if (this.#size === this.#limit) this.#siftDown(item)
    else this.#siftUp(item)
  }

  #siftUp(item: number): void {
    const items = this.#items
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#compare(item, items[parent]!) >= 0) break
      items[at] = items[parent]!
      at = parent
    }
    items[at] = item
  }

  #siftDown(item: number): void {
    const items = this.#items
    const size = this.#size
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#compare(items[child + 1]!, items[child]!) < 0) child++
      if (this.#compare(items[child]!, item) >= 0) break
      items[at] = items[child]!
      at = child
    }
    items[at] = item
  }
}
