import { ascii } from './words'

const diacritic = /\p{M}/gu
const latin = /\p{Script=Latin}/u

/** Longer words are cut: a pasted blob must not fill the vocabulary. */
export const longestWord = 64

/** A word without quotes and possessive, cut where it is endless. */
export function bareWord(word: string): string {
  const bare = word.replace(/'s$/, '').replace(/^'+|'+$/g, '')
  return bare.length > longestWord ? bare.slice(0, longestWord) : bare
}

/** A word without the diacritics of the Latin script, so that it is found without them. */
export function foldMarks(word: string): string {
  if (ascii.test(word) || !latin.test(word)) return word
  return word.normalize('NFD').replace(diacritic, '').normalize('NFC')
}

/** A word without quotes, possessive and (in Latin script) diacritics. */
export function foldWord(word: string): string {
  return foldMarks(bareWord(word))
}
