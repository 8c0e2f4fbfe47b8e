import { createReadStream } from 'node:fs'

/** The most frequent words of an embeddings file of wink-nlp, and their vectors, row after row. */
export interface WordVectors {
  readonly words: readonly string[]
  readonly dimensions: number
  readonly rows: Float32Array
}

/**
 * Reads `{"dimensions":…,"words":[…],"vectors":{"word":[…],…}}`, whose words come most frequent first. The file is 300 MB
 * in one line: it is read until enough vectors are there.
 *
 * @param isWord which entries count
 */
export async function readVectors(file: string, most: number, isWord: (word: string) => boolean): Promise<WordVectors> {
  const words: string[] = []
  let dimensions = 0
  let rows = new Float32Array(0)
  // Cut at the end of each vector, the file is lines of one word each.
  for await (const entry of entriesOf(file)) {
    dimensions ||= Number(/"dimensions":(\d+)/.exec(entry)?.[1] ?? 0)
    if (rows.length === 0) rows = new Float32Array(most * dimensions)
    const [, quoted, numbers] = /("(?:[^"\\]|\\.)*"):\[([-\d.,e]+)$/.exec(entry) ?? []
    if (quoted === undefined || numbers === undefined) continue
    const word: string = JSON.parse(quoted)
    if (!isWord(word)) continue
    rows.set(numbers.split(',').slice(0, dimensions).map(Number), words.length * dimensions)
    if (words.push(word) === most) break
  }
  if (words.length < most) throw new Error(`${file} has ${words.length} words, ${most} are needed`)
  return { words, dimensions, rows }
}

async function* entriesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const parts = (rest + chunk).split(']')
    rest = parts.pop() ?? ''
    yield* parts
  }
}
