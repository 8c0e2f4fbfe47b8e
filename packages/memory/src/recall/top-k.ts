/**
 * The k best slots, best first. A binary heap of the worst kept: n log k, no sorting of what is thrown away.
 *
 * @param order for slots with equal scores: negative when the first comes first
 * @param admits asked only for slots that would be among the best so far
 */
export function topK(
  slots: ArrayLike<number>,
  length: number,
  scores: ArrayLike<number>,
  k: number,
  order: (one: number, other: number) => number,
  admits: (slot: number) => boolean = () => true,
): number[] {
  const comparison = (one: number, other: number) => scores[other]! - scores[one]! || order(one, other)
  const heap: number[] = []
  for (let at = 0; at < length; at++) {
    const slot = slots[at]!
    if (heap.length < k) {
      if (!admits(slot)) continue
      heap.push(slot)
      siftUp(heap, comparison)
    } else if (scores[slot]! >= scores[heap[0]!]! && comparison(slot, heap[0]!) < 0 && admits(slot)) {
      heap[0] = slot
      siftDown(heap, comparison)
    }
  }
  return heap.sort(comparison)
}

type Comparison = (one: number, other: number) => number

function siftUp(heap: number[], comparison: Comparison): void {
  let at = heap.length - 1
  const slot = heap[at]!
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (comparison(heap[parent]!, slot) >= 0) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = slot
}

function siftDown(heap: number[], comparison: Comparison): void {
  const slot = heap[0]!
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && comparison(heap[child + 1]!, heap[child]!) > 0) child++
    if (comparison(slot, heap[child]!) >= 0) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = slot
}
