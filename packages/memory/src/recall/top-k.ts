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
  const best = new BestScores(k)
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

/** The first k by order. Later slots are mostly newer and newer ones mostly first, so that from the end few are inserted. */
function firstOf(slots: readonly number[], k: number, order: (one: number, other: number) => number): number[] {
  const first: number[] = []
  for (let at = slots.length - 1; at >= 0; at--) {
    const slot = slots[at]!
    if (first.length === k && order(slot, first[k - 1]!) >= 0) continue
    let low = 0
    let high = first.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (order(first[middle]!, slot) < 0) low = middle + 1
      else high = middle
    }
    first.splice(low, 0, slot)
    if (first.length > k) first.pop()
  }
  return first
}

/** The k greatest numbers pushed: a binary heap, the least of them on top. */
class BestScores {
  readonly #limit: number
  readonly #scores: Float64Array
  #size = 0

  constructor(limit: number) {
    this.#limit = limit
    this.#scores = new Float64Array(limit)
  }

  get worst(): number {
    return this.#scores[0]!
  }

  takes(score: number): boolean {
    return this.#size < this.#limit || score > this.#scores[0]!
  }

  push(score: number): void {
    if (this.#size === this.#limit) this.#siftDown(score)
    else this.#siftUp(score)
  }

  #siftUp(score: number): void {
    const scores = this.#scores
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (score >= scores[parent]!) break
      scores[at] = scores[parent]!
      at = parent
    }
    scores[at] = score
  }

  #siftDown(score: number): void {
    const scores = this.#scores
    const size = this.#size
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && scores[child + 1]! < scores[child]!) child++
      if (scores[child]! >= score) break
      scores[at] = scores[child]!
      at = child
    }
    scores[at] = score
  }
}
