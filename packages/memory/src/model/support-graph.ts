import { type SupportNode, type Trust, trustOrder } from './support-node'
import { settleRegion } from './support-region'

/** How a version stands by itself: sound; held back, because it waits for validators; gone, retracted or refuted. */
export type OwnStanding = 'sound' | 'waiting' | 'gone'

/** What is known of a version that rests on others, or on which others rest. */
export interface SupportState {
  readonly own: OwnStanding
  /** how far it is to be trusted by itself */
  readonly trust: Trust
  /** the versions it was made from, by id; one that stands is enough to hold it up */
  readonly supports: readonly string[]
  /** what sticks to it and to all that is made from it, as bits, and what of that was cleared; none when left out */
  readonly marks?: number
  readonly cleared?: number
}

/** How a version stands with all that it rests on. `closed`: something of that is gone, and nothing that stands holds it up. */
export type Standing = 'open' | 'waiting' | 'closed'

const levels = { gone: 0, waiting: 1, sound: 2 } as const
const owns = ['gone', 'waiting', 'sound'] as const

/**
 * Who rests on whom, over all versions that one replica holds, and what therefore stands. A version stands if one of those
 * it was made from does; a version that is not here counts as standing, with trust `unknown`. Loops hold nothing up, and
 * on their own close nothing. The cost of a change follows the descendants of what changed.
 *
 * `standingOf` and `trustOf` answer for everything set before the last `settle`.
 */
export class SupportGraph {
  readonly #nodes = new Map<string, SupportNode>()
  readonly #changed = new Set<SupportNode>()

  /** Whether the version rests on others, or others rest on it. */
  has(id: string): boolean {
    return this.#nodes.has(id)
  }

  /** All versions that rest on others, or on which others rest, by id. */
  ids(): IterableIterator<string> {
    return this.#nodes.keys()
  }

  get size(): number {
    return this.#nodes.size
  }

  /** Whether the version is here: set, and not forgotten since. */
  holds(id: string): boolean {
    return this.#nodes.get(id)?.level !== undefined
  }

  /** The versions that others rest on and that are not here. */
  missing(): string[] {
    return [...this.#nodes.values()].flatMap(({ id, level }) => (level === undefined ? [id] : []))
  }

  /** Takes in a version, or how it stands now. */
  set(id: string, { own, trust, supports, marks = 0, cleared = 0 }: SupportState): void {
    const node = this.#nodeOf(id)
    const [level, rank] = [levels[own], trustOrder.indexOf(trust)]
    const isSame = node.supports.length === supports.length && node.supports.every((each, i) => each.id === supports[i])
    const isMarkedSame = node.marks === marks && node.cleared === cleared
    if (isSame && isMarkedSame && node.level === level && node.rank === rank) return
    if (!isSame) {
      const before = node.supports
      node.supports = supports.map(each => this.#nodeOf(each))
      for (const each of before) each.dependents.delete(node)
      for (const each of node.supports) each.dependents.add(node)
      for (const each of before) this.#drop(each)
    }
    node.level = level
    node.rank = rank
    node.marks = marks
    node.cleared = cleared
    this.#changed.add(node)
  }

  /** Forgets a version that is no longer here. */
  forget(id: string): void {
    const node = this.#nodes.get(id)
    if (node === undefined) return
    const before = node.supports
    node.supports = []
    node.level = undefined
    node.rank = unknownRank
    node.marks = 0
    node.cleared = 0
    for (const each of before) each.dependents.delete(node)
    for (const each of before) this.#drop(each)
    this.#changed.add(node)
    this.#drop(node)
  }

  /** Works out what follows from the changes. @returns the versions that now stand otherwise than before, or to which other things stick */
  settle(): string[] {
    if (this.#changed.size === 0) return []
    const changed = settleRegion(this.#changed)
    this.#changed.clear()
    return changed
  }

  /**
   * How everything would stand if some versions stood otherwise by themselves: of what that can reach, and of all that it rests
   * on. What is left out stands as here.
   */
  where(others: ReadonlyMap<string, Pick<SupportState, 'own' | 'trust'>>): SupportGraph {
    const reached = new Set([...others.keys()].flatMap(id => this.#nodes.get(id) ?? []))
    // Both grow while they are gone through.
    for (const node of reached) for (const each of node.dependents) reached.add(each)
    for (const node of reached) for (const each of node.supports) reached.add(each)
    const graph = new SupportGraph()
    for (const node of reached) {
      if (node.level !== undefined) graph.set(node.id, { ...toState(node, node.level), ...others.get(node.id) })
    }
    graph.settle()
    return graph
  }

  standingOf(id: string): Standing {
    const standing = this.#nodes.get(id)?.standing ?? 2
    return standing === 2 ? 'open' : standing === 1 ? 'waiting' : 'closed'
  }

  /** How far a version is to be trusted: at most as far as the weakest that holds it up. */
  trustOf(id: string): Trust | undefined {
    const node = this.#nodes.get(id)
    return node && trustOrder[node.trust]
  }

  /** What sticks to a version, with all it was made from. */
  taintOf(id: string): number | undefined {
    return this.#nodes.get(id)?.taint
  }

  supportsOf(id: string): string[] {
    return this.#nodes.get(id)?.supports.map(each => each.id) ?? []
  }

  /** Everything that rests on a version, near or far, nearest first, with the steps between. */
  dependentsOf(ids: Iterable<string>): { readonly id: string; readonly steps: number }[] {
    const start = [...ids].flatMap(id => this.#nodes.get(id) ?? [])
    const steps = new Map(start.map(node => [node, 0]))
    for (const [node, step] of steps) {
      for (const each of node.dependents) if (!steps.has(each)) steps.set(each, step + 1)
    }
    return [...steps].slice(start.length).map(([{ id }, step]) => ({ id, steps: step }))
  }

  /** Everything that a version rests on, near or far, as far as `enter` lets the walk go. */
  eachAncestor(id: string, enter: (id: string) => boolean): void {
    const path = this.supportsOf(id)
    const seen = new Set(path)
    for (let next = path.pop(); next !== undefined; next = path.pop()) {
      if (!enter(next)) continue
      for (const each of this.supportsOf(next)) {
        if (seen.has(each)) continue
        seen.add(each)
        path.push(each)
      }
    }
  }

  #nodeOf(id: string): SupportNode {
    const known = this.#nodes.get(id)
    if (known !== undefined) return known
    const node: SupportNode = {
      ...{ id, level: undefined, rank: unknownRank, marks: 0, cleared: 0, supports: [], dependents: new Set() },
      ...{ standing: 2, trust: unknownRank, taint: 0, isLooped: false },
    }
    this.#nodes.set(id, node)
    return node
  }

  /** Lets a version go that is not here and on which nothing rests. */
  #drop(node: SupportNode): void {
    if (node.level !== undefined || node.dependents.size > 0) return
    this.#nodes.delete(node.id)
    this.#changed.delete(node)
  }
}

const unknownRank = trustOrder.indexOf('unknown')

function toState({ rank, supports, marks, cleared }: SupportNode, level: 0 | 1 | 2): SupportState {
  return { own: owns[level], trust: trustOrder[rank]!, supports: supports.map(({ id }) => id), marks, cleared }
}
