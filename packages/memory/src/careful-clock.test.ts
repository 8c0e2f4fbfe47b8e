import { expect, test } from 'vitest'
import { open } from './open.fixture'

const faulty: [string, () => number][] = [
  ['gives a time that no Date holds', () => 1e18],
  ['gives no number', () => Number.NaN],
  ['gives a promise', (async () => 1) as never],
  ['gives what cannot be told', (() => Symbol('later')) as never],
  [
    'throws',
    () => {
      throw new Error('no battery')
    },
  ],
]

test.each(faulty)('a clock that once %s stands still meanwhile, is told of once, and goes on', async (_, fault) => {
  let clock: () => number = () => 1_000
  const memory = await open('support', { clock: () => clock() })
  const during: string[] = []
  memory.on('error', error => during.push(error.during))
  await memory.add('before')
  clock = fault
  expect((await memory.add('meanwhile')).time).toEqual(new Date(1_000))
  await memory.add('and still')
  expect(during).toEqual(['clock'])
  clock = () => 2_000
  expect((await memory.add('after')).time).toEqual(new Date(2_000))
  expect((await memory.getAll()).map(({ content }) => content).sort()).toEqual([
    'after',
    'and still',
    'before',
    'meanwhile',
  ])
  clock = fault
  await memory.add('once more')
  expect(during).toEqual(['clock', 'clock'])
})
