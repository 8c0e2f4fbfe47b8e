/**
 * The nodes of a graph that lie on a cycle (Tarjan, 1972, without recursion: chains may be long).
 *
 * @param next for each node, the nodes it points to
 */
export function loopedIn(next: readonly (readonly number[])[]): Set<number> {
  const looped = new Set<number>()
  const order = new Array<number>(next.length).fill(-1)
  const low = new Array<number>(next.length).fill(-1)
  const open: number[] = []
  const isOpen = new Set<number>()
  let count = 0
  const enter = (node: number) => {
    order[node] = low[node] = count++
    open.push(node)
    isOpen.add(node)
    return { node, at: 0 }
  }
  for (let root = 0; root < next.length; root++) {
    if (order[root] !== -1) continue
    const path = [enter(root)]
    while (path.length > 0) {
      const step = path.at(-1)!
      const { node } = step
      const to = next[node]![step.at++]
      if (to !== undefined) {
        if (to === node) looped.add(node)
        if (order[to] === -1) path.push(enter(to))
        else if (isOpen.has(to)) low[node] = Math.min(low[node]!, order[to]!)
        continue
      }
      path.pop()
      const above = path.at(-1)
      if (above !== undefined) low[above.node] = Math.min(low[above.node]!, low[node]!)
      if (low[node] !== order[node]) continue
      const component = open.splice(open.lastIndexOf(node))
      for (const member of component) {
        isOpen.delete(member)
        if (component.length > 1) looped.add(member)
      }
    }
  }
  return looped
}
