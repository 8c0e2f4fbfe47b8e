import type { EntryNode } from './entry-node'

/** Entries whose parents have not arrived, by the parent they wait for. Yjs delivers each writer in order, not causally. */
export class AwaitedParents {
  readonly #waiting = new Map<number, Map<number, Set<EntryNode>>>()

  add(client: number, clock: number, child: EntryNode): void {
    const clocks = this.#waiting.get(client) ?? new Map<number, Set<EntryNode>>()
    const children = clocks.get(clock) ?? new Set()
    this.#waiting.set(client, clocks.set(clock, children.add(child)))
  }

  /** The entries that waited for this one; they wait no longer. */
  take(client: number, clock: number): Iterable<EntryNode> {
    const clocks = this.#waiting.get(client)
    const children = clocks?.get(clock)
    if (children === undefined) return []
    this.#forget(client, clocks!, clock)
    return children
  }

  remove(client: number, clock: number, child: EntryNode): void {
    const clocks = this.#waiting.get(client)
    const children = clocks?.get(clock)
    children?.delete(child)
    if (children?.size === 0) this.#forget(client, clocks!, clock)
  }

  /** Stops waiting for clocks of this writer in the range: they have arrived and hold no entry. @returns who waited for them */
  giveUp(client: number, from: number, to: number): EntryNode[] {
    const clocks = this.#waiting.get(client)
    if (clocks === undefined) return []
    const left: number[] = []
    if (to - from < clocks.size) for (let clock = from; clock < to; clock++) left.push(clock)
    else for (const clock of clocks.keys()) if (clock < to) left.push(clock)
    return left.flatMap(clock => [...this.take(client, clock)])
  }

  #forget(client: number, clocks: Map<number, Set<EntryNode>>, clock: number): void {
    clocks.delete(clock)
    if (clocks.size === 0) this.#waiting.delete(client)
  }
}
