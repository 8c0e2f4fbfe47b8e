import { type EntryNode, gone } from './entry-node'

/** The entries of one writer by clock. Yjs hands out the structs of a writer in order, so they are only appended. */
export class WriterLog {
  /** clocks below this have been read */
  readTo = 0
  #nodes: EntryNode[] = []
  #gone = 0

  append(node: EntryNode): void {
    this.#nodes.push(node)
  }

  /** The present entry at this clock. */
  at(clock: number): EntryNode | undefined {
    const first = this.#nodes[0]
    if (first === undefined || clock < first.clock) return undefined
    const guess = this.#nodes[clock - first.clock]
    const node = guess?.clock === clock ? guess : this.#nodes[this.#firstFrom(clock)]
    return node?.clock === clock && node.superseders !== gone ? node : undefined
  }

  /** The present entries with clocks from `from` to before `to`. */
  between(from: number, to: number): EntryNode[] {
    return this.#nodes.slice(this.#firstFrom(from), this.#firstFrom(to)).filter(isPresent)
  }

  /** Marks an entry as gone; the log is rewritten once most of it is. */
  remove(node: EntryNode): void {
    node.superseders = gone
    this.#gone++
    if (this.#gone < 64 || this.#gone * 2 < this.#nodes.length) return
    this.#nodes = this.#nodes.filter(isPresent)
    this.#gone = 0
  }

  /** The present entries, by clock. */
  *present(): Generator<EntryNode> {
    for (const node of this.#nodes) if (node.superseders !== gone) yield node
  }

  #firstFrom(clock: number): number {
    let [low, high] = [0, this.#nodes.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#nodes[middle]!.clock < clock) low = middle + 1
      else high = middle
    }
    return low
  }
}

function isPresent({ superseders }: EntryNode): boolean {
  return superseders !== gone
}
