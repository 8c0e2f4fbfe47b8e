import type { InspectedDependent } from '../memory-face'

/**
 * The ids of what would close with a record: whatever rests, near or far, on nothing but it and on what is closed already.
 * What rests on something that is not held here stands, as the library has it.
 *
 * @param ids the record's versions
 * @param dependents what was made from it, nearest first
 */
export function closedBy(ids: readonly string[], dependents: readonly InspectedDependent[]): ReadonlySet<string> {
  const gone = new Set(ids)
  const closed = new Set<string>()
  const open = dependents.filter(({ standing }) => standing !== 'closed')
  for (let before = -1; before !== closed.size; ) {
    before = closed.size
    for (const { id, supports } of open) {
      if (!supports.every(support => gone.has(support.id) || support.standing === 'closed')) continue
      gone.add(id)
      closed.add(id)
    }
  }
  return closed
}
