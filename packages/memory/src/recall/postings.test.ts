import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Postings } from './postings'

const tokens = fc.array(fc.constantFrom('ash', 'birch', 'cedar', 'elm', 'fir'), { maxLength: 8 })
const steps = fc.array(fc.record({ slot: fc.integer({ min: 1, max: 20 }), tokens: fc.option(tokens) }), {
  maxLength: 80,
})

function plainLists(texts: ReadonlyMap<number, readonly string[]>) {
  const lists = new Map<string, [slot: number, count: number][]>()
  for (const slot of [...texts.keys()].sort((one, other) => one - other)) {
    for (const token of new Set(texts.get(slot)!)) {
      const count = texts.get(slot)!.filter(each => each === token).length
      lists.set(token, [...(lists.get(token) ?? []), [slot, count]])
    }
  }
  return lists
}

function read(postings: Postings) {
  return new Map(
    [...postings.terms].map(([term, { slots, counts, length }]) => [
      term,
      Array.from({ length }, (_, at): [number, number] => [slots[at]!, counts[at]!]),
    ]),
  )
}

test('equals a plain inverted index after any adds, replacements and removals, in slots used again', () => {
  fc.assert(
    fc.property(steps, all => {
      const postings = new Postings()
      const texts = new Map<number, readonly string[]>()
      for (const { slot, tokens } of all) {
        const present = texts.get(slot)
        if (present !== undefined) postings.remove(slot, present)
        texts.delete(slot)
        if (tokens === null) continue
        postings.add(slot, tokens)
        texts.set(slot, tokens)
      }
      expect(read(postings)).toEqual(plainLists(texts))
      expect(postings.count).toBe(texts.size)
      const total = [...texts.values()].reduce((sum, each) => sum + each.length, 0)
      expect(postings.averageLength).toBeCloseTo(total === 0 ? 1 : total / texts.size, 10)
      expect(read(Postings.load(JSON.parse(JSON.stringify(postings.save()))))).toEqual(read(postings))
    }),
  )
})

test('what is removed leaves nothing behind', () => {
  const postings = new Postings()
  const text = (slot: number) => ['everywhere', `only${slot}`]
  for (let slot = 1; slot <= 1_000; slot++) postings.add(slot, text(slot))
  for (let slot = 1; slot <= 999; slot++) postings.remove(slot, text(slot))
  expect([...postings.terms.keys()]).toEqual(['everywhere', 'only1000'])
  expect(postings.list('everywhere')!.slots.length).toBeLessThanOrEqual(16)
  postings.remove(1_000, text(1_000))
  expect(postings.terms.size).toBe(0)
  expect(postings.count).toBe(0)
})

test('a count too large for its byte stays at the top', () => {
  const postings = new Postings()
  postings.add(1, new Array(300).fill('echo'))
  expect(postings.list('echo')!.counts[0]).toBe(255)
})
