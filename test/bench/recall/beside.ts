import { fileURLToPath } from 'node:url'
import { loadWordTable } from '@commonplace/word-table'
import { type Beside, textsOf } from './engines'
import type { Conversation } from './locomo'
import { progress } from './progress'
import { sentenceEncoder } from './sentence-encoder'
import { VectorFile } from './vector-file'

/** Beside what is installed, so that it goes with it. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/bench-recall/', import.meta.url))

/** What was asked for beside the words of these conversations; vectors that were made once are read from disk. */
export async function besideOf(embedder: string, conversations: readonly Conversation[]): Promise<Beside> {
  if (embedder === 'none') return {}
  const wordTable = await loadWordTable()
  if (embedder === 'table') return { wordTable }
  const { id, dimensions, embed } = await sentenceEncoder()
  const file = new VectorFile(`${cache}${id}.f32`, dimensions)
  const texts = [...new Set(conversations.flatMap(textsOf))]
  const missing = texts.filter(text => file.get(text) === undefined)
  const tell = progress('vectors', missing.length)
  for (const text of missing) {
    file.add(text, (await embed([text]))[0]!)
    tell()
  }
  return { wordTable, vectors: new Map(texts.map(text => [text, file.get(text)!])) }
}
