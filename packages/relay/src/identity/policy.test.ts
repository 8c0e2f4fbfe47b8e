import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createPolicy } from './policy'
import type { Principal } from './principal'
import { testPolicy } from './tokens.fixture'

const ada: Principal = { tenant: 'acme', agent: 'ada', user: 'eve', name: '' }
const room = (space: string, tenant = 'acme') => ({ tenant, space, segment: 0 })
const rule = { tenant: 'acme', space: 'team', rights: ['discover', 'read'] }
const policy = (...rules: object[]) => ({ version: 1, rules })

test('TK10 what no rule allows is denied', () => {
  expect(createPolicy(policy())(ada, room('team')).size).toBe(0)
  const rightsOf = createPolicy(policy(rule))
  expect([...rightsOf(ada, room('team'))]).toEqual(['discover', 'read'])
  expect(rightsOf(ada, room('other')).size).toBe(0)
  expect(rightsOf(ada, room('team', 'other')).size).toBe(0)
})

test('a principal has the rights of every rule that fits it', () => {
  const rightsOf = createPolicy(testPolicy)
  expect([...rightsOf({ ...ada, agent: 'curator' }, room('team'))]).toEqual(['discover', 'read', 'append', 'curate'])
  expect(rightsOf(ada, room('team')).has('curate')).toBe(false)
  expect(rightsOf(ada, room('agents/ada')).has('append')).toBe(true)
  expect(rightsOf(ada, room('agents/bob')).size).toBe(0)
})

test('rules name agents and users by patterns; who acts for nobody is no user', () => {
  const rightsOf = createPolicy(policy({ ...rule, agents: ['bot-*', 'ada'], users: ['*'] }))
  expect(rightsOf(ada, room('team')).size).toBe(2)
  expect(rightsOf({ ...ada, agent: 'bot-7' }, room('team')).size).toBe(2)
  expect(rightsOf({ ...ada, agent: 'bob' }, room('team')).size).toBe(0)
  expect(rightsOf({ ...ada, user: '' }, room('team')).size).toBe(0)
})

test.each([
  ['no object', 'rules'],
  [{ rules: [] }, 'version'],
  [{ version: 2, rules: [] }, 'version'],
  [policy({ ...rule, rights: [] }), 'rules[0].rights'],
  [policy({ ...rule, rights: ['admin'] }), 'rules[0].rights[0]'],
  [policy(rule, { ...rule, agent: 'ada' }), '"agent"'],
  [policy({ ...rule, space: undefined }), 'rules[0].space'],
  [policy({ ...rule, agents: [] }), 'rules[0].agents'],
  [policy(rule, { ...rule, space: '{space}' }), 'rule 2: pattern "{space}"'],
  [policy({ ...rule, rights: ['discover', 'append'] }), 'rule 1: "append" is of no use without "read"'],
  [policy({ ...rule, rights: ['read'] }), 'without "discover"'],
])('a policy that is not valid is refused: %j', (value, named) => {
  const content = typeof value === 'string' ? [] : value
  expect(() => createPolicy(content)).toThrow(typeof value === 'string' ? 'expected an object, not a list' : named)
})

test('the policy of the README is one', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, json = ''] = /```json\n([^`]*)```/.exec(readme) ?? []
  const rightsOf = createPolicy(JSON.parse(json))
  expect(rightsOf(ada, room('notes/eve/ada')).has('append')).toBe(true)
  expect(rightsOf({ ...ada, user: 'bob' }, room('news/today')).has('append')).toBe(false)
  expect(rightsOf({ ...ada, agent: 'librarian' }, room('team')).has('curate')).toBe(true)
})
