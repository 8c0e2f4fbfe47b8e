import { create, insert, load, type Results, remove, save, search } from '@orama/orama'
import { describe, expect, test } from 'vitest'
import { b, k1 } from './bm25'
import { bm25Index } from './bm25-index'
import { createTokenizer } from './tokenizer'

const schema = { text: 'string' } as const

function newIndex() {
  return create({
    id: 'test',
    schema,
    sort: { enabled: false },
    components: { tokenizer: createTokenizer(), index: bm25Index() },
  })
}

function hits(index: ReturnType<typeof newIndex>, term: string) {
  return (search(index, { term, limit: 400 }) as Results<unknown>).hits.map(({ id, score }) => ({ id, score }))
}

/** BM25 by its formula over a list of texts: nothing incremental, nothing shared with the index but the tokens. */
function plainBm25(texts: ReadonlyMap<string, string>, query: string): Map<string, number> {
  const { tokenize } = createTokenizer()
  const documents = [...texts].map(([id, text]) => ({ id, tokens: tokenize(text) }))
  const average = documents.reduce((sum, { tokens }) => sum + tokens.length, 0) / documents.length
  const scores = new Map<string, number>()
  for (const token of new Set(tokenize(query))) {
    const holding = documents.filter(({ tokens }) => tokens.includes(token))
    const idf = Math.log(1 + (documents.length - holding.length + 0.5) / (holding.length + 0.5))
    for (const { id, tokens } of holding) {
      const frequency = tokens.filter(each => each === token).length
      const norm = k1 * (1 - b + (b * tokens.length) / average)
      scores.set(id, (scores.get(id) ?? 0) + (idf * frequency * (k1 + 1)) / (frequency + norm))
    }
  }
  return scores
}

/** Words whose frequencies fall like those of a language, from a seeded linear congruential generator. */
function corpus(seed: number) {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  const word = () => `w${Math.floor(300 ** random())}x`
  return { random, text: () => Array.from({ length: 3 + Math.floor(random() * 20) }, word).join(' ') }
}

function expectSameAsPlain(
  index: ReturnType<typeof newIndex>,
  texts: ReadonlyMap<string, string>,
  query: string,
  seed: number,
) {
  const plain = plainBm25(texts, query)
  const found = hits(index, query)
  const message = `seed ${seed}, query ${query}`
  expect(new Set(found.map(hit => hit.id)), message).toEqual(new Set(plain.keys()))
  for (const { id, score } of found) expect(score, message).toBeCloseTo(plain.get(id)!, 9)
  const scores = found.map(hit => hit.score)
  expect(scores, message).toEqual([...scores].sort((one, other) => other - one))
}

describe('equals a plain BM25', () => {
  test.each([1, 2, 3])('after removals and updates, and after save and load (seed %i)', seed => {
    const { random, text } = corpus(seed)
    const index = newIndex()
    const texts = new Map<string, string>()
    const put = (id: string) => {
      texts.set(id, text())
      insert(index, Object.freeze({ id, text: texts.get(id)! }))
    }
    for (let at = 0; at < 300; at++) put(`id${at}`)
    for (let at = 0; at < 150; at++) {
      const id = `id${Math.floor(random() * 300)}`
      if (texts.delete(id)) remove(index, id)
      if (random() < 0.5) put(id)
    }
    const queries = Array.from({ length: 40 }, text)
    for (const query of queries) expectSameAsPlain(index, texts, query, seed)

    const restored = newIndex()
    load(restored, JSON.parse(JSON.stringify(save(index))))
    for (const query of queries) expect(hits(restored, query)).toEqual(hits(index, query))
  })
})

test('an empty index finds nothing, and neither does a query of stop words', () => {
  const index = newIndex()
  expect(hits(index, 'order')).toEqual([])
  insert(index, { id: '1', text: 'what is it' })
  expect(hits(index, 'what is it')).toEqual([])
})
