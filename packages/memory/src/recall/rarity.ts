import { inverseFrequency } from './bm25'
import type { PostingList, Postings } from './postings'
import type { RecallTokenizer } from './tokenizer'

/** How many records' words are remembered, and how much of a long one is read. */
const remembered = 20_000
const longest = 1_000
/** Fewer records than this say little about which words are rare, so that rarity counts the less the fewer there are. */
const usualCount = 500

export interface Words {
  readonly count: number
  /** Of their inverse document frequencies, against that of a word that one record of many holds. */
  readonly sum: number
}

interface Remembered extends Words {
  readonly lists: readonly PostingList[]
  /** False while a record is put back whose lists have not all come. */
  readonly isWhole: boolean
  sum: number
  /** What the index had gone through when they were summed up: reading a thousand lists all over takes a tenth of a search. */
  changes: number
}

/**
 * How rare the words of records are, whatever is asked: "sounds good, see you then" says less than "the roof rack is in
 * Lisbon". The words of a record are looked up when it is first asked for; how many hold each is always as of now.
 */
export class Rarity {
  readonly #postings: Postings
  readonly #tokenizer: RecallTokenizer
  readonly #words = new Map<number, Remembered>()

  constructor(postings: Postings, tokenizer: RecallTokenizer) {
    this.#postings = postings
    this.#tokenizer = tokenizer
  }

  /** Must be called when what is in a slot changes or goes. */
  forget(slot: number): void {
    this.#words.delete(slot)
  }

  /** The words of a record that say something, each time they stand there: how many, and how rare, summed up. */
  of(slot: number, text: string): Words {
    const known = this.#words.get(slot)
    const { count, changes } = this.#postings
    if (known?.changes === changes) return known
    const words = known?.isWhole ? known : this.#read(slot, text)
    let sum = 0
    for (const { length } of words.lists) sum += inverseFrequency(count, length)
    words.sum = sum / inverseFrequency(Math.max(count, usualCount), 1)
    words.changes = changes
    return words
  }

  #read(slot: number, text: string): Remembered {
    if (this.#words.size >= remembered) this.#words.clear()
    const tokens = this.#tokenizer.tokenize(beginningOf(text))
    const lists = tokens.flatMap(token => this.#postings.list(token) ?? [])
    const isWhole = lists.length === tokens.length
    const words = { lists, isWhole, count: lists.length, sum: 0, changes: -1 }
    this.#words.set(slot, words)
    return words
  }
}

/** So much of a text as is read, without the word that would be cut. */
function beginningOf(text: string): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/\S{1,40}$/, '')
}
