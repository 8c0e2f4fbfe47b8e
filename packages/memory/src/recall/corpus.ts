import { Columns } from './columns'
import { freezeIndexed, type Indexed, sameIndexed } from './indexed'
import type { Language } from './language'
import { Names } from './names'
import { passageOf } from './passage'
import { Rarity } from './rarity'
import type { IndexState } from './saved/index-state'
import { earlierFirst, Sequences } from './sequences'
import { Slots } from './slots'
import { createTextIndex } from './text-index'
import { createTokenizer, type RecallTokenizer } from './tokenizer'
import { Traits } from './traits'
import { Vectors } from './vectors'

export interface CorpusOptions {
  /** Of most texts; English if left out. */
  readonly language?: Language
  /** Length of the vectors, when an embedder gives records theirs. */
  readonly dimensions?: number
  /** Called when what a record means has changed, or it was removed. */
  readonly onPassage?: (id: string) => void
}

/** The records of an index, each under its slot, and all that is kept of them so that they are found. */
export interface Corpus extends IndexState {
  readonly names: Names
  readonly tokenizer: RecallTokenizer
  readonly rarity: Rarity
  /** undefined without an embedder */
  readonly vectors: Vectors | undefined
  /** Orders two slots. */
  latestFirst(one: number, other: number): number
  put(record: Indexed): void
  remove(id: string): boolean
  passageOf(id: string): string | undefined
  setVector(id: string, vector: ArrayLike<number>): void
}

export function createCorpus(options: CorpusOptions): Corpus {
  const vectors = options.dimensions === undefined ? undefined : new Vectors(options.dimensions)
  const slots = new Slots()
  const records: (Indexed | undefined)[] = [undefined]
  const latestFirst = (one: number, other: number) => -earlierFirst(records[one]!, records[other]!)
  const tokenizer = createTokenizer({ language: options.language })
  const text = createTextIndex(tokenizer, id => slots.of(id)!, latestFirst)
  const columns = new Columns()
  const names = new Names()
  const sequences = new Sequences(records)
  const traits = new Traits(records, names)
  const rarity = new Rarity(text.postings, tokenizer)
  const lossesBySpace = new Map<string, number>()
  const losses = (space: string) => lossesBySpace.get(space) ?? 0

  /** The record one place further in the run, or one place before. */
  function neighbour(slot: number, step: 1 | -1): number | undefined {
    return sequences.runOf(slot)?.[sequences.placeOf(slot) + step]
  }

  /** What a record says has changed, and with it the passage of the one after it. */
  function meantAnew(slot: number): void {
    const next = neighbour(slot, 1)
    for (const each of next === undefined ? [slot] : [slot, next]) {
      vectors?.remove(each)
      options.onPassage?.(records[each]!.id)
    }
  }

  function empty(slot: number): void {
    const { space } = records[slot]!
    lossesBySpace.set(space, losses(space) + 1)
    const next = neighbour(slot, 1)
    vectors?.remove(slot)
    rarity.forget(slot)
    sequences.remove(slot)
    if (vectors !== undefined && next !== undefined) meantAnew(next)
    text.remove(slot)
    columns.remove(slot, records[slot]!)
    traits.remove(slot)
    records[slot] = undefined
  }

  return {
    slots,
    records,
    text,
    columns,
    sequences,
    traits,
    losses,
    onPassage: vectors && options.onPassage,
    names,
    tokenizer,
    rarity,
    vectors,
    latestFirst,
    put(given) {
      const record = freezeIndexed(given)
      const known = slots.of(record.id)
      if (known !== undefined && sameIndexed(records[known]!, record)) return
      if (known !== undefined) empty(known)
      const slot = known ?? slots.take(record.id)
      records[slot] = record
      text.insert(record)
      columns.add(slot, record)
      sequences.add(slot)
      traits.add(slot)
      if (vectors !== undefined) meantAnew(slot)
    },
    remove(id) {
      const slot = slots.of(id)
      if (slot === undefined) return false
      empty(slot)
      slots.giveBack(id)
      options.onPassage?.(id)
      return true
    },
    passageOf(id) {
      const slot = slots.of(id)
      if (slot === undefined) return undefined
      const before = neighbour(slot, -1)
      return passageOf(records[slot]!, before === undefined ? undefined : records[before])
    },
    setVector(id, vector) {
      const slot = slots.of(id)
      if (slot !== undefined) vectors?.set(slot, vector)
    },
  }
}
