import type { Pause } from '../../model'
import { type Indexed, sealIndexed } from '../indexed'
import type { Recall } from '../recall'
import { type IndexState, listFields, numberFields, sharedFields } from './index-state'
import type { PackedStrings, Unpacked } from './pack'

/** Rows that are taken, and lists that are merged, between two asks for a pause. */
const [rowsAtOnce, listsAtOnce] = [64, 128]

/**
 * Puts the records of one space back into an index, with their postings, without reading a word of them. Nobody may put or
 * remove records of this space until it is done; those of others may come and go.
 *
 * @returns whether all of it is there; if not, none of it is
 */
export async function restoreIndex(recall: Recall, space: string, saved: Unpacked, pause: Pause): Promise<boolean> {
  const { slots, onPassage } = recall.state
  // Restoring takes new slots, so that lists stay in order; where many are free it would leave too many holes.
  if (slots.freed > slots.size) return false
  const restored: string[] = []
  try {
    await fill(recall.state, space, saved, pause, restored)
  } catch {
    for (const id of restored) recall.remove(id)
    return false
  }
  if (onPassage) for (const id of restored) onPassage(id)
  return true
}

async function fill(
  state: IndexState,
  space: string,
  saved: Unpacked,
  pause: Pause,
  restored: string[],
): Promise<void> {
  const { slots, records, text, columns, sequences, traits } = state
  const read = new RowReader(space, saved)
  const asks = saved.numbers('asks', 'u1')
  const lengths = saved.numbers('lengths', 'u2')
  const sizes = saved.numbers('sizes', 'u4')
  const places = saved.numbers('places', 'u4')
  const counts = saved.numbers('counts', 'u1')
  const terms = saved.strings('terms')
  if (asks.length !== read.rows || lengths.length !== read.rows || !isFit(read.rows, sizes, places)) throw misfit()
  if (sizes.length !== terms.length || counts.length !== places.length) throw misfit()
  const slotOf = new Int32Array(read.rows)
  for (let row = 0; row < read.rows; row++) {
    const record = read.row(row)
    const slot = slots.takeNew(record.id)
    slotOf[row] = slot
    records[slot] = record
    text.restore(record, lengths[row]!)
    columns.add(slot, record)
    sequences.add(slot)
    traits.add(slot, asks[row] === 1)
    restored.push(record.id)
    if (row % rowsAtOnce === 0) await pause()
  }
  let from = 0
  for (let term = 0; term < terms.length; term++) {
    const to = from + sizes[term]!
    const list = new Int32Array(to - from)
    for (let at = from; at < to; at++) list[at - from] = slotOf[places[at]!]!
    text.postings.merge(terms.at(term), list, counts.slice(from, to))
    from = to
    if (term % listsAtOnce === 0) await pause()
  }
}

const required = ['kind', 'author'] as const

/** Makes records of columns. */
class RowReader {
  readonly rows: number
  readonly #space: string
  readonly #ids: PackedStrings
  readonly #texts: PackedStrings
  readonly #pinned: Uint8Array
  readonly #shared: Record<string, { codes: Uint32Array; values: readonly (string | undefined)[] }>
  readonly #lists: Record<string, { codes: Uint32Array; values: readonly (readonly string[])[] }>
  readonly #numbers: Record<string, Float64Array | undefined>

  constructor(space: string, saved: Unpacked) {
    this.#space = space
    this.#ids = saved.strings('ids')
    this.#texts = saved.strings('texts')
    this.#pinned = saved.numbers('pinned', 'u1')
    this.rows = this.#ids.length
    const values = (field: string) => saved.strings(`values of ${field}`).all()
    this.#shared = Object.fromEntries(
      sharedFields.map(field => [field, { codes: saved.numbers(field, 'u4'), values: [undefined, ...values(field)] }]),
    )
    const lists = (field: string) => [[], ...values(field).map(each => JSON.parse(each) as string[])]
    // An index that was saved before a field came to be has none of it.
    const kept = listFields.filter(field => field === 'tags' || saved.has(field))
    this.#lists = Object.fromEntries(
      kept.map(field => [
        field,
        { codes: saved.numbers(field, 'u4'), values: lists(field).map(each => Object.freeze(each)) },
      ]),
    )
    this.#numbers = Object.fromEntries(
      numberFields.map(field => [field, saved.has(field) ? saved.numbers(field, 'f8') : undefined]),
    )
    if (this.#texts.length !== this.rows || this.#pinned.length !== this.rows) throw misfit()
    if (this.#numbers.time?.length !== this.rows) throw misfit()
    for (const { codes, values } of [...Object.values(this.#shared), ...Object.values(this.#lists)]) {
      if (codes.length !== this.rows || highestOf(codes) >= values.length) throw misfit()
    }
    for (const field of required) if (this.#shared[field]!.codes.includes(0)) throw misfit()
  }

  row(row: number): Indexed {
    return sealIndexed({
      id: this.#ids.at(row),
      text: this.#texts.at(row),
      space: this.#space,
      kind: this.#name('kind', row)!,
      author: this.#name('author', row)!,
      tags: this.#list('tags', row)!,
      time: this.#number('time', row)!,
      sequence: this.#number('sequence', row),
      run: this.#name('run', row),
      placeTime: this.#number('placeTime', row),
      placeSequence: this.#number('placeSequence', row),
      user: this.#name('user', row),
      agent: this.#name('agent', row),
      app: this.#name('app', row),
      key: this.#name('key', row),
      status: this.#name('status', row),
      standing: this.#name('standing', row),
      confidence: this.#number('confidence', row),
      importance: this.#number('importance', row),
      pinned: this.#pinned[row] === 1,
      validFrom: this.#number('validFrom', row),
      validTo: this.#number('validTo', row),
      expires: this.#number('expires', row),
      alike: this.#list('alike', row),
    })
  }

  #list(field: (typeof listFields)[number], row: number): readonly string[] | undefined {
    const code = this.#lists[field]?.codes[row]
    return code === undefined || (code === 0 && field !== 'tags') ? undefined : this.#lists[field]!.values[code]
  }

  #name(field: (typeof sharedFields)[number], row: number): string | undefined {
    const { codes, values } = this.#shared[field]!
    return values[codes[row]!]
  }

  #number(field: (typeof numberFields)[number], row: number): number | undefined {
    const value = this.#numbers[field]?.[row]
    return value === undefined || Number.isNaN(value) ? undefined : value
  }
}

/** Whether lists of these sizes hold so many places, of these rows only. */
function isFit(rows: number, sizes: Uint32Array, places: Uint32Array): boolean {
  return sizes.reduce((sum, size) => sum + size, 0) === places.length && highestOf(places) < rows
}

function highestOf(numbers: Uint32Array): number {
  let highest = -1
  for (let at = 0; at < numbers.length; at++) if (numbers[at]! > highest) highest = numbers[at]!
  return highest
}

function misfit(): Error {
  return new Error('the parts of a saved index do not fit together')
}
