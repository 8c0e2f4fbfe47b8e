import { type SupportNode, trustOrder } from './support-node'
import { spreadTaint } from './support-taint'

/**
 * Works out anew how the changed nodes and all that rests on them stand; nothing else can differ.
 *
 * A node stands at a level if its own is as high and it rests on nothing, on what is not here, or on one that stands at
 * that level: the least such set, so that a loop holds nothing up. What does not stand is closed if it rests, through
 * what does not stand either, on something gone; else only a loop is below it, which is passed over. Without recursion,
 * linear in the nodes and edges of the region.
 *
 * @returns the ids of the nodes that stand otherwise than before
 */
export function settleRegion(changed: Iterable<SupportNode>): string[] {
  const region = new Set(changed)
  for (const node of region) for (const each of node.dependents) region.add(each)
  const before = [...region].map(({ standing, taint }) => ({ standing, taint }))
  const reached = new Set<SupportNode>()
  for (const level of [2, 1] as const) {
    const isBase = (node: SupportNode) =>
      node.level === undefined ||
      (node.level >= level &&
        (node.supports.length === 0 ||
          node.supports.some(each =>
            region.has(each) ? reached.has(each) : each.standing >= level && !each.isLooped,
          )))
    spread(
      [...region].filter(node => !reached.has(node) && isBase(node)),
      node => {
        node.standing = node.level === undefined ? 2 : level
        node.isLooped = false
        reached.add(node)
      },
      node => node.level !== undefined && node.level >= level && !reached.has(node),
    )
  }
  const tainted = new Set<SupportNode>()
  spread(
    [...region].filter(
      node =>
        !reached.has(node) &&
        (node.level === 0 || node.supports.some(each => !region.has(each) && each.standing === 0)),
    ),
    node => {
      node.standing = 0
      node.isLooped = false
      tainted.add(node)
    },
    node => !reached.has(node) && !tainted.has(node),
  )
  for (const node of region) {
    if (reached.has(node) || tainted.has(node)) continue
    node.standing = node.level!
    node.isLooped = true
  }
  weigh(region)
  spreadTaint(region)
  return [...region].flatMap(({ id, standing, taint }, i) =>
    standing === before[i]!.standing && taint === before[i]!.taint ? [] : [id],
  )
}

/** Takes nodes, and then whatever rests on one taken and `isNext`. */
function spread(
  from: readonly SupportNode[],
  take: (node: SupportNode) => void,
  isNext: (node: SupportNode) => boolean,
): void {
  const queue: SupportNode[] = []
  const enter = (node: SupportNode) => {
    take(node)
    queue.push(node)
  }
  for (const node of from) if (isNext(node) || node.level === undefined) enter(node)
  for (let at = 0; at < queue.length; at++) {
    for (const each of queue[at]!.dependents) if (isNext(each)) enter(each)
  }
}

/** Gives each node the least trust among its own and that of what holds it up, weakest first (Dijkstra, 1959, by buckets). */
function weigh(region: ReadonlySet<SupportNode>): void {
  const buckets: SupportNode[][] = trustOrder.map(() => [])
  for (const node of region) {
    const outside = node.supports.filter(each => !region.has(each) && each.standing > 0).map(({ trust }) => trust)
    node.trust = node.standing === 0 ? 0 : Math.min(node.rank, ...outside)
    buckets[node.trust]!.push(node)
  }
  for (const [trust, bucket] of buckets.entries()) {
    for (let at = 0; at < bucket.length; at++) {
      const node = bucket[at]!
      if (node.trust !== trust || node.standing === 0) continue
      for (const each of node.dependents) {
        if (each.standing === 0 || each.trust <= trust) continue
        each.trust = trust
        bucket.push(each)
      }
    }
  }
}
