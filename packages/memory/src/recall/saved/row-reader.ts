import { type Indexed, sealIndexed } from '../indexed'
import { listFields, numberFields, sharedFields } from './fields'
import type { PackedStrings, Unpacked } from './pack'

const required = ['kind', 'author'] as const

/** Makes records of the columns that were saved. */
export class RowReader {
  readonly rows: number
  readonly #space: string
  readonly #ids: PackedStrings
  readonly #texts: PackedStrings
  readonly #pinned: Uint8Array
  readonly #shared: Record<string, { codes: Uint32Array; values: readonly (string | undefined)[] }>
  readonly #lists: Record<string, { codes: Uint32Array; values: readonly (readonly string[])[] }>
  readonly #numbers: Record<string, Float64Array | undefined>

  /** @throws Error when they do not fit together */
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

  *[Symbol.iterator](): Iterator<Indexed> {
    for (let row = 0; row < this.rows; row++) yield this.row(row)
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

export function highestOf(numbers: Uint32Array): number {
  let highest = -1
  for (let at = 0; at < numbers.length; at++) if (numbers[at]! > highest) highest = numbers[at]!
  return highest
}

export function misfit(): Error {
  return new Error('the parts of a saved index do not fit together')
}
