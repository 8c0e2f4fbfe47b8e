import { foldWord } from './fold-word'
import { stopWords } from './stop-words'
import { wordsOf } from './words'

/** Shortest beginning of a name that stands for it ("Mel" for "Melanie"), and how much longer the name may be. */
const shortestNickname = 3
const longestRest = 5

interface Name {
  readonly number: number
  readonly words: readonly string[]
  holders: number
}

/** The persons and agents that records are by or for, found by the words of their names. */
export class Names {
  readonly #names = new Map<string, Name>()
  /** By a word of theirs; by its first letters for nicknames. */
  readonly #byWord = new Map<string, Set<string>>()
  readonly #byStart = new Map<string, Set<string>>()
  readonly #freeNumbers: number[] = []
  #version = 0

  /** Changes whenever a name comes or goes. */
  get version(): number {
    return this.#version
  }

  /** @returns the number that stands for the name until its last holder is removed; from 1 */
  add(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) {
      known.holders++
      return known.number
    }
    const number = this.#freeNumbers.pop() ?? this.#names.size + 1
    const words = wordsOf(name).map(foldWord).filter(isNameWord)
    this.#names.set(name, { number, words, holders: 1 })
    this.#version++
    for (const word of words) {
      addTo(this.#byWord, word, name)
      addTo(this.#byStart, word.slice(0, shortestNickname), word)
    }
    return number
  }

  remove(name: string): void {
    const known = this.#names.get(name)
    if (known === undefined || --known.holders > 0) return
    this.#names.delete(name)
    this.#freeNumbers.push(known.number)
    this.#version++
    for (const word of known.words) {
      removeFrom(this.#byWord, word, name)
      if (!this.#byWord.has(word)) removeFrom(this.#byStart, word.slice(0, shortestNickname), word)
    }
  }

  /** Whether a word is part of a name, in full. */
  has(word: string): boolean {
    return this.#byWord.has(word)
  }

  /** The number of the one name a folded word stands for; undefined if there is none, or if it could be several. */
  meant(word: string): number | undefined {
    const exact = this.#byWord.get(word)
    if (exact !== undefined) return this.#onlyOne(exact)
    if (word.length < shortestNickname || !isNameWord(word)) return undefined
    const names = new Set<string>()
    for (const full of this.#byStart.get(word.slice(0, shortestNickname)) ?? []) {
      if (full.startsWith(word) && full.length - word.length <= longestRest) {
        for (const name of this.#byWord.get(full)!) names.add(name)
      }
    }
    return this.#onlyOne(names)
  }

  #onlyOne(names: ReadonlySet<string>): number | undefined {
    if (names.size !== 1) return undefined
    const [only] = names
    return this.#names.get(only!)!.number
  }
}

function isNameWord(word: string): boolean {
  return word.length > 1 && !stopWords.has(word) && /\p{L}/u.test(word)
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, new Set([value]))
  else values.add(value)
}

function removeFrom(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key)
  if (values?.delete(value) && values.size === 0) map.delete(key)
}
