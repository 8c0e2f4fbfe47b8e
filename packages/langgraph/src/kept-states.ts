/** What one state of a thread's run says of the entry that it is a part of. */
export interface StateMark {
  /** names the entry */
  readonly of: string
  readonly part: number
  readonly parts: number
  /** of a checkpoint: its namespace */
  readonly ns?: string
  /** of a checkpoint that says the values of all its channels */
  readonly whole?: true
  /** of a thread that was deleted: nothing before it counts */
  readonly ended?: true
}

/**
 * Where, for each namespace, its last checkpoint has all that it stands on: the last one that says all values, else the first.
 *
 * @param states of one thread, oldest first
 */
export function anchorsOf(states: readonly StateMark[]): Map<string, number> {
  const anchors = new Map<string, number>()
  const begun = new Map<string, number>()
  for (const [place, { of, part, parts, ns, whole, ended }] of states.entries()) {
    if (ended) anchors.clear()
    if (ns === undefined) continue
    if (!begun.has(of)) begun.set(of, place)
    const isComplete = part === parts - 1
    if (!anchors.has(ns) || (whole && isComplete)) anchors.set(ns, begun.get(of)!)
  }
  return anchors
}

/** Whether later steps come back to a namespace: the graph's own, and that of a subgraph with a checkpointer. Others end with their task. */
export const isLasting = (ns: string): boolean => !ns.includes(':')

/** How many states must stay, counted from the last, so that no last checkpoint lacks a value, or what its tasks wrote. */
export function statesNeeded(states: readonly StateMark[]): number {
  const lasting = [...anchorsOf(states)].filter(([ns]) => isLasting(ns)).map(([, place]) => place)
  return states.length - Math.min(states.length, ...lasting)
}
