import { createRequire } from 'node:module'
import {
  createRecall,
  type Hit,
  type Recall,
  type RecallOptions,
  type Weights,
  type WordTable,
} from '../../../packages/memory/src/recall'
import { createTokenizer } from '../../../packages/memory/src/recall/tokenizer'
import type { Conversation, Turn } from './locomo'

// The peers are no part of the workspace, so nothing here knows their types.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Untyped = any

/** Ids of the turns found, best first. */
export type Ask = (question: string, limit: number | 'auto') => string[]

/** What every engine but ours searches: who said it is a word of it. */
const said = ({ speaker, text }: Turn) => `${speaker}: ${text}`
const most = (limit: number | 'auto') => (limit === 'auto' ? 10 : limit)

/** What a memory has at hand beside the words: the word table, and vectors of what was embedded before, by text. */
export interface Beside {
  readonly wordTable?: WordTable
  readonly vectors?: ReadonlyMap<string, ArrayLike<number>>
}

/** The turns of one conversation as a memory holds them: sessions are runs. */
function recallOf(turns: readonly Turn[], options: RecallOptions = {}): Recall {
  const recall = createRecall(options)
  for (const { id, speaker, text, session, time } of turns) {
    const run = `session-${session}`
    recall.put({ id, text, author: speaker, space: 'team', kind: 'episodic', run, time, tags: [] })
  }
  return recall
}

/** Searches the turns of one conversation. */
export function searcherOf(
  turns: readonly Turn[],
  { wordTable, vectors }: Beside = {},
  weights: Partial<Weights> = {},
): (text: string, limit: number | 'auto') => Hit[] {
  const [first] = vectors?.values() ?? []
  const recall = recallOf(turns, { weights, wordTable, dimensions: first?.length })
  for (const { id } of vectors ? turns : []) recall.setVector(id, vectors!.get(recall.passageOf(id)!)!)
  return (text, limit) => recall.search({ text, limit, vector: vectors?.get(text) })
}

/** Ours, with what is at hand beside the words, and other weights than those shipped. */
export function commonplace(beside?: Beside, weights?: Partial<Weights>): (turns: readonly Turn[]) => Ask {
  return turns => {
    const search = searcherOf(turns, beside, weights)
    return (text, limit) => search(text, limit).map(hit => hit.id)
  }
}

/** Every text that an embedder would be given: the turns with what stands before them, and the questions. */
export function textsOf({ turns, questions }: Conversation): string[] {
  const recall = recallOf(turns)
  return [...turns.map(({ id }) => recall.passageOf(id)!), ...questions.map(({ text }) => text)]
}

const k1 = 0.9
const b = 0.3

/** BM25 over our words, and nothing else. */
export function bm25(turns: readonly Turn[]): Ask {
  const { tokenize } = createTokenizer()
  const texts = turns.map(turn => tokenize(said(turn)) as string[])
  const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  const counts = texts.map(text => {
    const each = new Map<string, number>()
    for (const token of text) each.set(token, (each.get(token) ?? 0) + 1)
    return each
  })
  return (question, limit) => {
    const scores = new Float64Array(turns.length)
    for (const token of new Set(tokenize(question) as string[])) {
      const having = counts.filter(each => each.has(token)).length
      const idf = Math.log(1 + (turns.length - having + 0.5) / (having + 0.5))
      for (const [at, each] of counts.entries()) {
        const count = each.get(token) ?? 0
        scores[at]! += (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * texts[at]!.length) / average))
      }
    }
    const found = [...scores.keys()].filter(at => scores[at]! > 0)
    found.sort((one, other) => scores[other]! - scores[one]!)
    return found.slice(0, most(limit)).map(at => turns[at]!.id)
  }
}

/** MiniSearch with our words, so that only the engines differ. */
function miniSearch(turns: readonly Turn[], folder: string): Ask {
  const loaded = required(folder, 'minisearch')
  const { tokenize } = createTokenizer()
  const index: Untyped = new (loaded.default ?? loaded)({
    fields: ['text'],
    tokenize,
    processTerm: (term: string) => term,
    searchOptions: { bm25: { k: k1, b, d: 0 } },
  })
  for (const turn of turns) index.add({ id: turn.id, text: said(turn) })
  return (question, limit) =>
    index
      .search(question)
      .slice(0, most(limit))
      .map((hit: Untyped) => hit.id)
}

/** Orama as it comes: its own tokenizer, index and ranking. */
function stockOrama(turns: readonly Turn[], folder: string): Ask {
  const orama = required(folder, '@orama/orama')
  const index = orama.create({ schema: { text: 'string' } })
  for (const turn of turns) orama.insert(index, { id: turn.id, text: said(turn) })
  return (question, limit) =>
    orama.search(index, { term: question, limit: most(limit) }).hits.map((hit: Untyped) => hit.id)
}

function required(folder: string, name: string): Untyped {
  return createRequire(`${folder}/`)(name)
}

/** Peers by the name they have in the table. */
export const peers = { 'plain BM25': bm25, 'MiniSearch, our words': miniSearch, 'stock Orama': stockOrama }
