import { expect, test } from 'vitest'
import { likeness, shinglesOf } from '../recall/likeness'
import { SketchIndex } from './sketch-index'

const lamp = 'The blue lamp in the kitchen flickers whenever somebody uses the old kettle'

test.each([
  [1, lamp, `  ${lamp.toUpperCase()} `],
  [0.8, lamp, lamp.replace('blue', 'green')],
  [0, lamp, `${lamp} not`],
  [0, 'Order 42 left the warehouse at noon today', 'Order 43 left the warehouse at noon today'],
  [0, lamp, 'What shall we have for dinner on Sunday evening?'],
])('likeness is about %d: %s | %s', (wanted, one, other) => {
  expect(likeness(shinglesOf(one), shinglesOf(other))).toBeCloseTo(wanted, 0)
  if (wanted === 0) expect(likeness(shinglesOf(one), shinglesOf(other))).toBeLessThan(0.3)
})

test('what was put is found by its text and by most of it, until it is removed or says something else', () => {
  const index = new SketchIndex()
  index.put('a', lamp)
  index.put('b', 'quite another thing')
  const near = () => index.near(shinglesOf(lamp.replace('old', 'new')))
  expect(index.same(`${lamp}\n`)).toEqual(['a'])
  expect(near()).toEqual(['a'])
  index.put('a', 'it was mended')
  expect([index.same(lamp), near()]).toEqual([[], []])
  index.put('c', lamp)
  index.put('d', lamp)
  expect(index.same(lamp)).toEqual(['d', 'c'])
  index.remove('d')
  expect(index.same(lamp)).toEqual(['c'])
  index.remove('c')
  expect([index.same(lamp), index.size]).toEqual([[], 2])
})

test('a look at what thousands share stays a look at a few', () => {
  const index = new SketchIndex()
  for (let at = 0; at < 5_000; at++) index.put(`${at}`, 'ok, thanks')
  expect(index.same('ok, thanks').length).toBeLessThan(20)
  expect(index.near(shinglesOf('ok, thanks')).length).toBeLessThan(60)
})

test('what fifty thousand texts have in common makes none of them slow to remove, and the latest are found', () => {
  const index = new SketchIndex()
  const text = (n: number) => `the observation about order ${n} was made in the warehouse`
  for (let n = 0; n < 50_000; n++) index.put(`${n}`, text(n))
  expect(index.near(shinglesOf(text(-1)))).toContain('49999')
  const began = performance.now()
  for (let n = 0; n < 49_990; n++) index.remove(`${n}`)
  expect(performance.now() - began).toBeLessThan(4000)
  expect(index.near(shinglesOf(text(-1)))).toContain('49999')
  expect(index.size).toBe(10)
})
