import type { Ancestry } from './ancestry'
import { compareVersions, type Version } from './version'

/**
 * Versions in causal order: none before one it replaced; those that did not see each other by time, then by dot.
 *
 * @param versions the versions to list, by the positions that the ancestry uses
 */
export function inCausalOrder(versions: ReadonlyMap<number, Version>, ancestry: Ancestry): Version[] {
  const sorted = [...versions].sort(([, a], [, b]) => compareVersions(a, b))
  const rank = new Map(sorted.map(([node], i) => [node, i]))
  const parentsOf = (node: number) =>
    ancestry.parents[node]!.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
  const seen = new Set<number>()
  const listed: Version[] = []
  for (const [root] of sorted) {
    const path = seen.has(root) ? [] : [{ node: root, parents: parentsOf(root), at: 0 }]
    seen.add(root)
    while (path.length > 0) {
      const step = path.at(-1)!
      const parent = step.parents[step.at++]
      if (parent === undefined) {
        path.pop()
        const version = versions.get(step.node)
        if (version !== undefined) listed.push(version)
      } else if (!seen.has(parent)) {
        seen.add(parent)
        path.push({ node: parent, parents: parentsOf(parent), at: 0 })
      }
    }
  }
  return listed
}
