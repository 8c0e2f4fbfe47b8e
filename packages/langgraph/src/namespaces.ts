import type { Item, ListNamespacesOperation, MatchCondition } from '@langchain/langgraph-checkpoint'

/** The namespaces that hold something, sorted, as `listNamespaces` asks for them. */
export function listed(
  found: readonly { readonly item: Item }[],
  { matchConditions = [], maxDepth, limit, offset = 0 }: Partial<ListNamespacesOperation>,
): string[][] {
  const names = found
    .map(({ item }) => item.namespace)
    .filter(namespace => matchConditions.every(condition => matches(namespace, condition)))
    .map(namespace => namespace.slice(0, maxDepth))
  const byName = new Map(names.map(namespace => [JSON.stringify(namespace), namespace]))
  const sorted = [...byName.values()].sort((a, b) => a.join(':').localeCompare(b.join(':')))
  return sorted.slice(offset, limit === undefined ? undefined : offset + limit)
}

function matches(namespace: readonly string[], { matchType, path }: MatchCondition): boolean {
  if (path.length > namespace.length) return false
  const from = matchType === 'prefix' ? 0 : namespace.length - path.length
  return path.every((label, place) => label === '*' || label === namespace[from + place])
}
