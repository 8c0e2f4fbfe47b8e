import { nextEntry, type PolicyEntry, type Statement } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { HeldPolicy } from '../access/held-policy'
import { derivedAudiencePolicy } from './derived-audience-policy'
import { loggedAudiences } from './logged-audiences'

const read = (agent: string, space: string): Statement => ({ do: 'grant', agent, space, right: 'read' })
const user = (name: string, agent: string): Statement => ({ do: 'grant', user: name, agent })

/** A log that says so, as a device holds all of it. */
function held(...statements: Statement[]): HeldPolicy {
  const policy = new HeldPolicy('acme')
  policy.begin({ reach: 'whole', after: 0, rules: [] })
  let last: PolicyEntry | undefined
  for (const statement of statements) {
    last = nextEntry('acme', last, { now: 1, by: 'root', statement })
    policy.add(last)
  }
  return policy
}

const spaces = new Map([
  ['team', false],
  ['payments', false],
  ['notes', true],
])
const asked = { self: { agent: 'billing', user: '' }, time: 5, spaces, touched: [], contributors: ['billing'] }

test('who may read all that it is made from may see it; others are named', () => {
  const policy = held(read('support', 'team'), read('billing', '*'), read('audit', 'payments'))
  const free = loggedAudiences(policy, asked)
  expect([free.outside('team'), free.outside('payments'), free.outside('notes')]).toEqual([[], [], []])
  const payment = loggedAudiences(policy, { ...asked, touched: ['payments'] })
  expect([payment.outside('team'), payment.outside('payments'), payment.outside('notes')]).toEqual([
    ['support'],
    [],
    [],
  ])
  const private_ = loggedAudiences(policy, { ...asked, touched: ['notes'] })
  expect([private_.outside('payments'), private_.outside('notes')]).toEqual([['audit'], []])
})

test('who is let in by a pattern counts, though nobody of the name was met', () => {
  const policy = held(read('bot-*', 'team'), read('billing', '*'))
  expect(loggedAudiences(policy, { ...asked, touched: ['payments'] }).outside('team')).toEqual(['bot-*'])
  const everybody = held(read('*', 'team'), read('billing', '*'))
  expect(loggedAudiences(everybody, { ...asked, touched: ['payments'] }).outside('team')).toContain('*')
})

test('a user sees what agents contributed through which it may act', () => {
  const policy = held(
    ...[read('support', 'team'), read('billing', '*'), user('ada', 'support'), user('ada', 'billing')],
    ...[user('bob', 'support')],
  )
  const { outside } = loggedAudiences(policy, asked)
  expect(outside('team')).toEqual(['support for bob'])
})

test('what was revoked, or is of another time, does not count', () => {
  const policy = held(read('support', 'team'), read('billing', '*'), {
    ...read('support', 'payments'),
    until: 4,
  })
  expect(loggedAudiences(policy, { ...asked, touched: ['payments'], time: 3 }).outside('team')).toEqual([])
  expect(loggedAudiences(policy, { ...asked, touched: ['payments'], time: 5 }).outside('team')).toEqual(['support'])
})

test('the spaces with the most readers come first', () => {
  const policy = held(read('support', 'team'), read('billing', '*'), read('audit', 'payments'), read('x', 'payments'))
  expect(loggedAudiences(policy, asked).spaces).toEqual(['payments', 'team', 'notes'])
})

test('a memory goes to the open space with the most readers who may see it; where there is none, those who may not are named', () => {
  const { write } = derivedAudiencePolicy()
  const draft = { content: '', space: 'team', kind: 'episodic', tags: [], touched: [], contributors: [] } as const
  const among = (outside: Record<string, string[]>) => ({
    ...draft,
    audiences: { spaces: Object.keys(outside), outside: (space: string) => outside[space]! },
  })
  expect(write!(among({ team: [] }))).toBe(true)
  expect(write!(among({ team: ['support'], payments: [], notes: [] }))).toEqual({ space: 'payments' })
  expect(write!(among({ team: ['support', 'x for ada'], payments: ['audit'] }))).toEqual({
    refuse: expect.stringContaining('support, x for ada may read "team", but not all that it is made from'),
  })
  expect(write!(draft)).toEqual({ refuse: expect.stringContaining('not known here') })
})
