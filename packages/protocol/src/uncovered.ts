/** An entry as its place in the history of its key: its own dot and those it supersedes, as texts. */
export interface Linked {
  readonly dot: string
  readonly parents: readonly string[]
}

/**
 * The entries of a key that a new entry with these parents would not supersede (LS11, LS12): those it neither names nor
 * descends from. None: the parents are all there is to know of the key. Entries that claim to descend from the new one are
 * forged and left out; so are no others, whatever loops their parents make.
 *
 * @param entries the entries of the key that are not deleted, by their dots
 * @param next the dot of the new entry
 */
export function uncovered<T extends Linked>(
  entries: ReadonlyMap<string, T>,
  parents: Iterable<string>,
  next: string,
): T[] {
  const covered = new Set<string>()
  const open = [...parents]
  for (let dot = open.pop(); dot !== undefined; dot = open.pop()) {
    if (covered.has(dot)) continue
    covered.add(dot)
    open.push(...(entries.get(dot)?.parents ?? []))
  }
  return [...entries.values()].filter(entry => !covered.has(entry.dot) && !entry.parents.includes(next))
}
