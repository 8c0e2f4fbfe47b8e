import type { Pause } from '../../model'
import type { Indexed } from '../indexed'
import type { Recall } from '../recall'
import { listFields, numberFields, sharedFields } from './fields'
import type { Column } from './pack'

/** Rows that are read, and lists that are copied, between two pauses. */
const [rowsAtOnce, placesAtOnce] = [256, 16_384]

/**
 * The records of one space with their postings, as columns: a row a record, in the order of their slots. What comes
 * meanwhile is not in it.
 *
 * @returns undefined when a record was replaced or removed meanwhile: what was gathered would not fit together
 */
export async function saveIndex(
  { state }: Recall,
  space: string,
  pause: Pause,
): Promise<Map<string, Column> | undefined> {
  const { records, text, traits, losses } = state
  const began = losses(space)
  const { postings } = text
  const rowOf = new Int32Array(postings.capacity).fill(-1)
  const slots: number[] = []
  for (let slot = 1; slot < records.length; slot++) {
    if (records[slot]?.space !== space) continue
    rowOf[slot] = slots.length
    slots.push(slot)
  }
  const rows = new Rows(slots.length)
  for (const [row, slot] of slots.entries()) {
    rows.set(row, records[slot]!, postings.lengthOf(slot), traits.asks(slot))
    if (row % rowsAtOnce === 0) await pause()
    if (losses(space) !== began) return undefined
  }
  const terms: string[] = []
  const sizes: number[] = []
  const places = new Growing(Uint32Array)
  const counts = new Growing(Uint8Array)
  let copied = 0
  for (const [term, list] of postings.terms) {
    const before = places.length
    for (let at = 0; at < list.length; at++) {
      const slot = list.slots[at]!
      const row = slot < rowOf.length ? rowOf[slot]! : -1
      if (row === -1) continue
      places.push(row)
      counts.push(list.counts[at]!)
    }
    if (places.length > before) {
      terms.push(term)
      sizes.push(places.length - before)
    }
    copied += list.length + 16
    if (copied < placesAtOnce) continue
    copied = 0
    await pause()
    if (losses(space) !== began) return undefined
  }
  return rows
    .columns()
    .set('terms', terms)
    .set('sizes', Uint32Array.from(sizes))
    .set('places', places.taken())
    .set('counts', counts.taken())
}

class Rows {
  readonly #texts: string[] = []
  readonly #ids: string[] = []
  readonly #shared = new Map(sharedFields.map(field => [field, new Shared()]))
  readonly #lists = new Map(listFields.map(field => [field, new Shared()]))
  readonly #numbers = new Map<string, Float64Array>()
  readonly #pinned: Uint8Array
  readonly #asks: Uint8Array
  readonly #lengths: Uint16Array
  readonly #codes: Map<string, Uint32Array>

  constructor(rows: number) {
    this.#pinned = new Uint8Array(rows)
    this.#asks = new Uint8Array(rows)
    this.#lengths = new Uint16Array(rows)
    this.#codes = new Map([...sharedFields, ...listFields].map(field => [field, new Uint32Array(rows)]))
  }

  set(row: number, record: Indexed, length: number, asks: boolean): void {
    this.#texts.push(record.text)
    this.#ids.push(record.id)
    for (const field of sharedFields) this.#codes.get(field)![row] = this.#shared.get(field)!.codeOf(record[field])
    for (const field of listFields) {
      const list = record[field] ?? []
      const code = this.#lists.get(field)!.codeOf(list.length === 0 ? undefined : JSON.stringify(list))
      this.#codes.get(field)![row] = code
    }
    for (const field of numberFields) {
      const value = record[field]
      if (value === undefined) continue
      let column = this.#numbers.get(field)
      if (column === undefined) {
        column = new Float64Array(this.#lengths.length).fill(Number.NaN)
        this.#numbers.set(field, column)
      }
      column[row] = value
    }
    this.#pinned[row] = record.pinned ? 1 : 0
    this.#asks[row] = asks ? 1 : 0
    this.#lengths[row] = length
  }

  columns(): Map<string, Column> {
    const columns = new Map<string, Column>([
      ['texts', this.#texts],
      ['ids', this.#ids],
      ['pinned', this.#pinned],
      ['asks', this.#asks],
      ['lengths', this.#lengths],
    ])
    for (const [field, { values }] of [...this.#shared, ...this.#lists]) columns.set(`values of ${field}`, values)
    for (const [field, codes] of this.#codes) columns.set(field, codes)
    for (const [field, numbers] of this.#numbers) columns.set(field, numbers)
    return columns
  }
}

/** Values by number, from 1 on; 0 stands for none. */
class Shared {
  readonly #codes = new Map<string, number>()

  get values(): string[] {
    return [...this.#codes.keys()]
  }

  codeOf(value: string | undefined): number {
    if (value === undefined) return 0
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    this.#codes.set(value, this.#codes.size + 1)
    return this.#codes.size
  }
}

/** An array of numbers that doubles as it fills. */
class Growing<Numbers extends Uint8Array | Uint32Array> {
  length = 0
  #numbers: Numbers
  readonly #type: new (
    length: number,
  ) => Numbers

  constructor(type: new (length: number) => Numbers) {
    this.#type = type
    this.#numbers = new type(65_536)
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new this.#type(this.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.length++] = value
  }

  taken(): Numbers {
    return this.#numbers.slice(0, this.length) as Numbers
  }
}
