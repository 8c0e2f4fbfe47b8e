/** A piece of text, marked when a search matched it. */
export interface Piece {
  readonly text: string
  readonly marked: boolean
}

/**
 * Cuts a text into marked and plain pieces. A word is marked when it is one of the matched words or begins with one of
 * at least three letters, since a matched word may be a stem (`ship` for `shipped`).
 */
export function markWords(text: string, words: readonly string[]): Piece[] {
  const matched = words.map(fold).filter(word => word !== '')
  const exact = new Set(matched)
  const stems = matched.filter(word => word.length >= 3)
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = fold(found[0])
    if (!exact.has(word) && !stems.some(stem => word.startsWith(stem))) continue
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), marked: false })
    pieces.push({ text: found[0], marked: true })
    from = found.index + found[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false })
  return pieces
}

/** Lower case without accents, as the index compares words. */
function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
