import { markWords } from '../model/marked'

/** Text with the matched words marked; the text is content and stays text. */
export function MarkedText({ text, words }: { text: string; words: readonly string[] }) {
  let at = 0
  return markWords(text, words).map(piece => {
    const key = at
    at += piece.text.length
    return piece.marked ? <mark key={key}>{piece.text}</mark> : piece.text
  })
}
