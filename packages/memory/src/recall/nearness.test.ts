import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthNorm, saturate } from './bm25'
import type { Indexed } from './indexed'
import { NearnessMeter } from './nearness'
import { NeighbourhoodReader } from './neighbourhood'
import { Postings } from './postings'
import { queryTerms } from './query-terms'
import { Sequences } from './sequences'
import { createTokenizer } from './tokenizer'
import { near } from './weights'

interface Given {
  readonly run: string
  readonly words: readonly string[]
  readonly isAdmitted: boolean
}

/** How alike "cedar" is to "birch". */
const alike = 0.5

/** What `around`, `before` and `nearest` are by their definition, over whole runs. */
function expected(records: readonly Given[], slot: number, idfs: ReadonlyMap<string, number>) {
  const run = records.map((record, at) => ({ ...record, at })).filter(each => each.run === records[slot]!.run)
  const seen = run.filter(each => each.isAdmitted)
  const place = seen.findIndex(each => each.at === slot)
  const norm = lengthNorm(Math.max(seen[place]!.words.length, near.usual), near.usual)
  const sums = { around: 0, before: 0, nearest: 0 }
  for (const [term, idf] of idfs) {
    let around = 0
    let before = 0
    let nearest = 0
    let distance = 0
    const add = (at: number, isBefore: boolean) => {
      const count = seen[at]!.words.filter(word => word === term).length
      around += count * Math.exp(-distance / near.sum)
      if (isBefore) before += count * Math.exp(-distance / near.sum)
      const isAlike = term === 'birch' && seen[at]!.words.includes('cedar')
      nearest = Math.max(nearest, (count > 0 ? 1 : isAlike ? alike : 0) * Math.exp(-distance / near.nearest))
    }
    add(place, true)
    for (const step of [-1, 1]) {
      distance = 0
      for (let at = place + step; at >= 0 && at < seen.length; at += step) {
        distance += (seen[at]!.words.length + seen[at - step]!.words.length) / 2
        add(at, step === -1)
      }
    }
    sums.around += idf * saturate(around, norm)
    sums.before += idf * saturate(before, norm)
    sums.nearest += idf * nearest
  }
  return sums
}

test('two passes give what summing over all pairs gives, whatever the runs, filters, repetitions and words used alike', () => {
  const words = ['ash', 'birch', 'cedar', 'elm']
  const given = fc.record({
    run: fc.constantFrom('a', 'b', 'c'),
    words: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
    isAdmitted: fc.boolean(),
  })
  const tokenizer = createTokenizer()
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 14 }), fc.infiniteStream(fc.boolean()), (records, picks) => {
      const indexed = records.map(({ run, words }, at): Indexed => {
        const text = words.join(' ')
        return { id: String(at), text, run, space: 's', kind: 'k', author: 'a', tags: [], time: at }
      })
      const postings = new Postings()
      const sequences = new Sequences(indexed)
      for (const [slot, record] of records.entries()) {
        postings.add(slot, record.words)
        sequences.add(slot)
      }
      const admitted = records.flatMap(({ isAdmitted }, slot) => (isAdmitted ? [slot] : []))
      const candidates = admitted.filter(() => picks.next().value)
      const cedar = postings.list('cedar')
      const terms = queryTerms(postings, tokenizer, 'ash birch', 0).map(term =>
        term.token === 'birch' && cedar ? { ...term, near: [{ list: cedar, idf: 1, strength: alike }] } : term,
      )
      const idfs = new Map(terms.map(({ token, idf }) => [token, idf]))
      const reader = new NeighbourhoodReader(sequences, postings)
      const meter = new NearnessMeter()
      // Twice, because the scratch arrays are kept.
      for (let round = 0; round < 2; round++) {
        reader.with(
          terms,
          candidates,
          slot => records[slot]!.isAdmitted,
          neighbourhood => {
            const nearness = meter.measure(neighbourhood, terms, postings)
            for (const slot of candidates) {
              const row = neighbourhood.rowOf(slot)
              const { around, before, nearest } = expected(records, slot, idfs)
              expect(nearness.around[row]).toBeCloseTo(around, 9)
              expect(nearness.before[row]).toBeCloseTo(before, 9)
              expect(nearness.nearest[row]).toBeCloseTo(nearest, 9)
            }
          },
        )
      }
    }),
  )
})
