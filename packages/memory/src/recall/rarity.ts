import { inverseFrequency } from './bm25'
import type { PostingList, Postings } from './postings'
import type { RecallTokenizer } from './tokenizer'

/** How many records' words are remembered, and how much of a long one is read. */
const remembered = 20_000
const longest = 1_000
/** Fewer records than this say little about which words are rare, so that rarity counts the less the fewer there are. */
const usualCount = 500

/**
 * How rare the words of records are, whatever is asked: "sounds good, see you then" says less than "the roof rack is in
 * Lisbon". The words of a record are looked up when it is first asked for; how many hold each is always as of now.
 */
export class Rarity {
  readonly #postings: Postings
  readonly #tokenizer: RecallTokenizer
  readonly #words = new Map<number, readonly PostingList[]>()

  constructor(postings: Postings, tokenizer: RecallTokenizer) {
    this.#postings = postings
    this.#tokenizer = tokenizer
  }

  /** Must be called when what is in a slot changes or goes. */
  forget(slot: number): void {
    this.#words.delete(slot)
  }

  /** How many words a record has that say something. */
  wordsIn(slot: number, text: string): number {
    return this.#wordsOf(slot, text).length
  }

  /** Sum over them of their inverse document frequency, against that of a word that one record of many holds. */
  sumOf(slot: number, text: string): number {
    const { count } = this.#postings
    let sum = 0
    for (const { length } of this.#wordsOf(slot, text)) sum += inverseFrequency(count, length)
    return sum / inverseFrequency(Math.max(count, usualCount), 1)
  }

  #wordsOf(slot: number, text: string): readonly PostingList[] {
    const known = this.#words.get(slot)
    if (known !== undefined) return known
    if (this.#words.size >= remembered) this.#words.clear()
    const lists = this.#tokenizer.tokenize(text.slice(0, longest)).flatMap(token => this.#postings.list(token) ?? [])
    this.#words.set(slot, lists)
    return lists
  }
}
