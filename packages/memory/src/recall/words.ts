// Scripts written without spaces between words: a dictionary has to find them.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

// Marks belong to the word: without them Devanagari and Thai words would fall apart.
const word = /[\p{L}\p{N}\p{M}']+/gu
const asciiWord = /[a-z0-9']+/g
export const ascii = /^[\0-\x7f]*$/

/**
 * The words of a text in order: lower case, compatibility forms folded (Unicode NFKC), apostrophes straightened.
 * Words keep their endings; `foldWord` takes them off.
 */
export function wordsOf(text: string): string[] {
  if (ascii.test(text)) return text.toLowerCase().match(asciiWord) ?? []
  const words = text.normalize('NFKC').toLowerCase().replace(/[’‘ʼ]/g, "'").match(word) ?? []
  return words.some(each => unspaced.test(each)) ? words.flatMap(segment) : words
}

/** In Node 20 every segment holds a copy of the text that it is of: 21,000 letters without a break took half a minute and 800 MB. */
const slices = /.{1,256}/gsu

function segment(text: string): string | string[] {
  if (!unspaced.test(text)) return text
  return (text.match(slices) ?? []).flatMap(slice =>
    [...segmenter.segment(slice)].filter(part => part.isWordLike).map(part => part.segment),
  )
}
