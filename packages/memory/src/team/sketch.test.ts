import { expect, test } from 'vitest'
import { mostTerms, placesOf, sketchToText, textToSketch, toSketch, weightIn } from './sketch'

const words = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

test('a sketch knows what was written often, more of what was written more often, and little else', () => {
  const counts = new Map(words('own', mostTerms).map((word, i) => [word, 2 + i]))
  const sketch = textToSketch(sketchToText(toSketch(counts, 'team', 2)))!
  expect([...counts.keys()].every(word => weightIn(sketch, placesOf(word, 'team')) > 0)).toBe(true)
  expect(weightIn(sketch, placesOf('own255', 'team'))).toBeGreaterThan(weightIn(sketch, placesOf('own0', 'team')))
  const foreign = words('foreign', 10_000).filter(word => weightIn(sketch, placesOf(word, 'team')) > 0)
  expect(foreign.length).toBeLessThan(300)
  expect(foreign.length).toBeGreaterThan(0)
})

test('what was written once leaves no trace, another team reads nothing, and a full sketch stays near a kilobyte', () => {
  const counts = new Map([...words('own', 300).map(word => [word, 9] as const), ['once', 1] as const])
  const sketch = toSketch(counts, 'team', 2)
  expect(sketch).toEqual(toSketch(new Map([...counts].filter(([word]) => word !== 'once')), 'team', 2))
  expect(words('own', 300).filter(word => weightIn(sketch, placesOf(word, 'others')) > 0).length).toBeLessThan(20)
  expect(sketchToText(sketch).length).toBeLessThan(1200)
})

test('a text that is no sketch is none', () => {
  expect(textToSketch('////////')).toBeUndefined()
  expect(textToSketch('')).toEqual(new Uint8Array(4096))
})
