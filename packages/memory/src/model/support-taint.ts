import type { SupportNode } from './support-node'

/**
 * Works out anew what sticks to each node of a region: its own marks and those of all it was made from, however many others
 * hold it up too, but for what was cleared on the way. The least such sets, so a loop makes nothing up; each node is passed
 * once for every bit it gains.
 */
export function spreadTaint(region: ReadonlySet<SupportNode>): void {
  const queue: SupportNode[] = []
  for (const node of region) {
    let taint = node.marks
    for (const each of node.supports) if (!region.has(each)) taint |= each.taint
    node.taint = node.level === undefined ? 0 : taint & ~node.cleared
    if (node.taint !== 0) queue.push(node)
  }
  for (const node of queue) {
    for (const each of node.dependents) {
      const taint = each.taint | (node.taint & ~each.cleared)
      if (each.level === undefined || taint === each.taint) continue
      each.taint = taint
      queue.push(each)
    }
  }
}
