import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNamePattern } from './name-pattern'

const ada = { agent: 'ada', user: 'eve' }
const fits = (pattern: string, name: string, principal = ada) => parseNamePattern(pattern)(name, principal)

test.each([
  ['team', ['team'], ['Team', 'team/', 'team2', 'tea', '']],
  ['team-*', ['team-a', 'team-*'], ['team-', 'team', 'a-team-a', 'team-a/b']],
  ['*', ['a', '**'], ['', 'a/b']],
  ['logs/*/raw', ['logs/a/raw'], ['logs/raw', 'logs//raw', 'logs/a/b/raw']],
  ['logs/**', ['logs/a', 'logs/a/b', 'logs/'], ['logs', 'logs2/a']],
  ['**', ['a', 'a/b'], []],
  ['{agent}', ['ada'], ['eve', '{agent}', 'ad', 'adaa']],
  ['of-{user}.x/{agent}', ['of-eve.x/ada'], ['of-ada.x/eve', 'of-eve.x', 'of-.x/ada']],
])('pattern %s', (pattern, yes, no) => {
  for (const name of yes) expect(fits(pattern, name), name).toBe(true)
  for (const name of no) expect(fits(pattern, name), name).toBe(false)
})

test('what stands for a name is taken literally, and a name that is empty or has a slash stands for nothing', () => {
  expect(fits('{agent}', 'anything', { agent: '*', user: '' })).toBe(false)
  expect(fits('{agent}', '*', { agent: '*', user: '' })).toBe(true)
  expect(fits('a/{user}', 'a/', { agent: 'ada', user: '' })).toBe(false)
  expect(fits('{agent}/{user}', 'a/b/c', { agent: 'a/b', user: 'c' })).toBe(false)
  expect(fits('{agent}/{user}', 'a/b/c', { agent: 'a', user: 'b/c' })).toBe(false)
})

test('no two principals have the same room by a pattern that names both', () => {
  const name = fc.string({ unit: fc.constantFrom('a', '/', '*', '-'), maxLength: 5 })
  fc.assert(
    fc.property(name, name, name, name, (agent, user, otherAgent, otherUser) => {
      fc.pre(agent !== otherAgent || user !== otherUser)
      const room = `${agent}/${user}`
      const isBoth =
        fits('{agent}/{user}', room, { agent, user }) &&
        fits('{agent}/{user}', room, { agent: otherAgent, user: otherUser })
      return !isBoth
    }),
  )
})

test.each(['', 'a//b', 'a/', '**/a', 'a**', '*-*', '{agent}{user}', '{tenant}', '{agent', 'a}', '{}'])(
  'pattern "%s" is refused, and the message quotes it',
  pattern => {
    expect(() => parseNamePattern(pattern)).toThrow(`"${pattern}"`)
  },
)
