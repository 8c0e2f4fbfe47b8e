import { expect, test } from 'vitest'
import type { InspectedDependent } from '../memory-face'
import { closedBy } from './closed-by'

type Standing = InspectedDependent['supports'][number]['standing']

function dependent(id: string, supports: Record<string, Standing>, standing: InspectedDependent['standing'] = 'open') {
  return {
    id,
    space: 'team',
    author: { agent: 'ada' },
    steps: 1,
    standing,
    supports: Object.entries(supports).map(([id, standing]) => ({ id, standing })),
  }
}

test('what rests on nothing else falls, near and far; other support, also unknown, holds up', () => {
  const dependents = [
    dependent('near', { root: 'open' }),
    dependent('far', { near: 'open' }),
    dependent('held', { near: 'open', scan: 'open' }),
    dependent('elsewhere', { root: 'open', private: 'unknown' }),
    dependent('last', { root: 'open', gone: 'closed' }),
    dependent('before', { root: 'open' }, 'closed'),
  ]
  expect([...closedBy(['root'], dependents)]).toEqual(['near', 'far', 'last'])
})

test('an earlier version of the record is the record, and a loop ends', () => {
  const dependents = [dependent('b', { a: 'open', c: 'open' }), dependent('c', { b: 'open' })]
  expect([...closedBy(['a', 'a2'], [dependent('d', { a2: 'open' })])]).toEqual(['d'])
  expect([...closedBy(['a'], dependents)]).toEqual([])
})
