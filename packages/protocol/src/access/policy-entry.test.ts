import { expect, test } from 'vitest'
import { chainFault, nextEntry, type PolicyEntry } from './policy-entry'

const statement = { do: 'grant', agent: 'billing', space: 'payments', right: 'append' } as const
const first = nextEntry('acme', undefined, { now: 5, by: 'root', statement })
const second = nextEntry('acme', first, { now: 3, by: 'root for ada', statement: { ...statement, do: 'revoke' } })

test('AC3 a line is chained to the one before, and never older', () => {
  expect(second).toMatchObject({ number: 2, at: 5, previous: first.hash })
  expect(chainFault('acme', undefined, first)).toBeNull()
  expect(chainFault('acme', first, second)).toBeNull()
})

test.each<[string, Partial<PolicyEntry>, string]>([
  ['another statement', { statement }, 'not what was logged'],
  ['another author', { by: 'eve' }, 'not what was logged'],
  ['another time', { at: 9 }, 'not what was logged'],
  ['an earlier time', { at: 1 }, 'older'],
  ['another number', { number: 3 }, 'follows line 1'],
  ['another past', { previous: '' }, 'not chained'],
])('AC3 %s is found out', (_, change, fault) => {
  expect(chainFault('acme', first, { ...second, ...change })).toContain(fault)
})

test('AC3 a line of another tenant is found out', () => {
  expect(chainFault('other', first, second)).toContain('not what was logged')
})

test('AC3 the hash of a line never changes', () => {
  expect(first.hash).toBe('262dfa663bcca3083a62a1d4348dbb3dfc67f3ea510c16655ddb8c8e09d700b6')
})
