import type { InspectedRecord } from '../memory-face'
import type { FilterField, Filters } from './route'

/** The values of a record that a filter of this field compares. '' stands for none. */
function valuesOf(record: InspectedRecord, field: FilterField): readonly string[] {
  switch (field) {
    case 'space':
      return [record.space]
    case 'kind':
      return [record.kind]
    case 'author':
      return [record.author.agent]
    case 'user':
      return [record.scope.user ?? '']
    case 'tag':
      return record.tags.length > 0 ? record.tags : ['']
  }
}

/** The records that pass every filter: any of the values of each field. */
export function filterRecords(records: readonly InspectedRecord[], filters: Filters): readonly InspectedRecord[] {
  const active = [...filters].filter(([, values]) => values.length > 0)
  if (active.length === 0) return records
  return records.filter(record =>
    active.every(([field, values]) => valuesOf(record, field).some(value => values.includes(value))),
  )
}

/** What there is to choose from in one field, the most frequent first, at most `limit`. */
export function choicesOf(records: readonly InspectedRecord[], field: FilterField, limit: number): string[] {
  const counts = new Map<string, number>()
  for (const record of records)
    for (const value of valuesOf(record, field)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([value]) => value)
}

/** The filters with one value of a field switched. */
export function toggled(filters: Filters, field: FilterField, value: string): Filters {
  const values = filters.get(field) ?? []
  const next = values.includes(value) ? values.filter(other => other !== value) : [...values, value]
  const changed = new Map(filters)
  if (next.length > 0) changed.set(field, next)
  else changed.delete(field)
  return changed
}
