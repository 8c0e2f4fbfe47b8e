import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill } from './fill'
import { foot, head, toLine } from './line'
import { loadTokenCounter } from './tokens'

const count = await loadTokenCounter()
const byNumber = (one: number, other: number) => one - other
const candidatesOf = (texts: readonly string[]) =>
  texts.map((text, of) => ({ of, line: (length: number) => toLine({ of, text: text.slice(0, length) }) }))

test('a packet never has more tokens than its budget, whatever it is made of', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.lorem({ maxCount: 80 }))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 64, max: 600 }), (texts, budget) => {
      const { text, tokens } = fill(candidatesOf(texts), budget, count, byNumber)
      expect(count(text)).toBe(tokens)
      expect(tokens).toBeLessThanOrEqual(budget)
    }),
    { numRuns: 25 },
  )
})

test('a long text is cut to half of the budget; what does not fit is passed over for what does', () => {
  const texts = ['a long story '.repeat(400), 'one thing', 'a shorter story '.repeat(16), 'two things']
  const cut = fill(candidatesOf(texts.slice(0, 2)), 300, count, byNumber).chosen
  expect(cut.map(({ of }) => of)).toEqual([0, 1])
  expect(count(cut[0]?.line ?? '')).toBeGreaterThan(100)
  expect(count(cut[0]?.line ?? '')).toBeLessThan(150)
  const passed = fill(candidatesOf(texts.slice(1)), 80, count, byNumber).chosen
  expect(passed.map(({ of }) => of)).toEqual([0, 2])
})

test('words that look like the marks of a tokenizer are counted as text; a long run does not stop the clock', () => {
  expect(count('<|endoftext|>')).toBeGreaterThan(1)
  expect(count('x'.repeat(100_000))).toBeGreaterThan(1000)
  expect(count(`${head}\n${foot}`)).toBeLessThan(32)
})
