import { type ColumnField, columnFields, type FieldClause } from './filter-fields'
import type { Indexed } from './indexed'

/** One field of all records: a small number by slot instead of its value, 0 for records that have none. */
interface Column {
  codes: Uint32Array<ArrayBuffer>
  readonly values: Map<string, { readonly code: number; holders: number }>
  readonly free: number[]
}

/**
 * The fields with few values by slot, so that a filter passes over thousands of records without touching one: a search
 * asks every record that holds one of its words. A value is forgotten with its last record.
 */
export class Columns {
  readonly #columns: Record<ColumnField, Column>

  constructor() {
    const empty = (): Column => ({ codes: new Uint32Array(64), values: new Map(), free: [] })
    this.#columns = Object.fromEntries(columnFields.map(field => [field, empty()])) as Record<ColumnField, Column>
  }

  add(slot: number, record: Indexed): void {
    for (const field of columnFields) {
      const column = this.#columns[field]
      if (slot >= column.codes.length) column.codes = grown(column.codes, Math.max(slot + 1, column.codes.length * 2))
      const value = record[field]
      column.codes[slot] = value === undefined ? 0 : take(column, value)
    }
  }

  /** @param record the one that was added in this slot */
  remove(slot: number, record: Indexed): void {
    for (const field of columnFields) {
      const value = record[field]
      if (value !== undefined) giveBack(this.#columns[field], value)
      this.#columns[field].codes[slot] = 0
    }
  }

  /** The predicate over slots that all of these clauses hold; undefined when there is none to hold. */
  narrow(clauses: readonly FieldClause[]): ((slot: number) => boolean) | undefined {
    if (clauses.length === 0) return undefined
    const codes = clauses.map(({ field }) => this.#columns[field].codes)
    const wanted = clauses.map(({ field, values }) => {
      const column = this.#columns[field]
      const isWanted = new Uint8Array(column.values.size + column.free.length + 1)
      for (const value of values) {
        const code = value === null ? 0 : column.values.get(value)?.code
        if (code !== undefined) isWanted[code] = 1
      }
      return isWanted
    })
    return slot => {
      for (let at = 0; at < codes.length; at++) if (wanted[at]![codes[at]![slot]!] === 0) return false
      return true
    }
  }
}

function take({ values, free }: Column, value: string): number {
  const known = values.get(value)
  if (known !== undefined) {
    known.holders++
    return known.code
  }
  const code = free.pop() ?? values.size + 1
  values.set(value, { code, holders: 1 })
  return code
}

function giveBack({ values, free }: Column, value: string): void {
  const known = values.get(value)
  if (known === undefined || --known.holders > 0) return
  values.delete(value)
  free.push(known.code)
}

function grown(array: Uint32Array<ArrayBuffer>, capacity: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(capacity)
  larger.set(array)
  return larger
}
