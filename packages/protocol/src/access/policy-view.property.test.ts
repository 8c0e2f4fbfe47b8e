import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allRights } from '../rights'
import { AccessGraph } from './access-graph'
import { parseAudience, parseBaseRule } from './base-rule'
import { parseNamePattern } from './name-pattern'
import { patternsMeet } from './patterns-meet'
import { chainFault, nextEntry, type PolicyEntry } from './policy-entry'
import { PolicyView } from './policy-view'
import type { Statement } from './statement'

const spaces = ['team', 'team/a', 'notes/ada', 'notes/bob', 'notes/ada/x', 'pay', 'payroll']
const spacePattern = fc.constantFrom(
  ...spaces,
  '*',
  '**',
  'notes/*',
  'notes/{user}',
  'pay*',
  '*/a',
  '*roll',
  '{agent}/**',
)
const agents = ['support', 'billing', 'team']
const agentPattern = fc.constantFrom(...agents, '*', '*ing', '{user}')
const userPattern = fc.constantFrom('ada', 'bob', '*', 'a*')
const verb = fc.constantFrom('grant' as const, 'revoke' as const)
const times = fc.constantFrom({}, {}, {}, { from: 5 }, { until: 20 }, { from: 8, until: 30 })
const statement = fc
  .tuple(
    fc.oneof(
      fc.record({ do: verb, agent: agentPattern, user: userPattern }),
      fc.record({ do: verb, agent: agentPattern, space: spacePattern, right: fc.constantFrom(...allRights) }),
      fc.record({ do: verb, agent: agentPattern, space: spacePattern, right: fc.constantFrom(...allRights) }),
    ),
    times,
  )
  .map(([edge, within]): Statement => ({ ...edge, ...within }))
const rule = fc.record({
  tenant: fc.constant('acme'),
  space: spacePattern,
  agents: fc.array(agentPattern, { maxLength: 2 }),
  users: fc.array(userPattern, { maxLength: 1 }),
  level: fc.integer({ min: 1, max: 4 }),
})
const who = fc.record({ agent: fc.constantFrom(...agents), user: fc.constantFrom('', 'ada', 'bob') })

function logOf(statements: readonly Statement[]): PolicyEntry[] {
  const entries: PolicyEntry[] = []
  for (const each of statements) {
    entries.push(nextEntry('acme', entries.at(-1), { now: entries.length, by: 'root', statement: each }))
  }
  return entries
}

describe('what somebody sees of a policy log', () => {
  test('AC11 AC13 explains its own rights, at any time, as the whole log does', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 12 }),
        fc.array(rule, { maxLength: 3 }),
        who,
        fc.nat(40),
        (statements, rules, asker, time) => {
          const log = logOf(statements)
          const own = rules.filter(each => parseAudience(each)(asker))
          const viewer = { ...asker, given: own.map(({ space }) => space), administers: () => false }
          const view = new PolicyView('acme', viewer, log)
          const [all, seen] = [new AccessGraph(), new AccessGraph()]
          for (const entry of log) all.add(entry)
          let last: PolicyEntry | undefined
          for (const entry of view.entries) {
            expect(chainFault('acme', last, entry)).toBeNull()
            last = entry
            seen.add(entry)
          }
          for (const space of spaces) {
            const levelBy = (from: typeof rules) =>
              Math.max(0, ...from.map(each => parseBaseRule(each)('acme', space, asker)))
            const { because, ...known } = all.explain(space, asker, time, levelBy(rules))
            const told = seen.explain(space, asker, time, levelBy(own))
            expect(told).toEqual({
              ...known,
              because: because.flatMap(({ entry, isInForce }) => {
                const shown = view.shown(entry)
                return shown ? [{ entry: shown, isInForce }] : []
              }),
            })
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('AC13 is byte for byte what it is without the lines that it does not show', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), who, (statements, asker) => {
        const viewer = { ...asker, given: [], administers: () => false }
        const log = logOf(statements)
        const view = new PolicyView('acme', viewer, log)
        // Times are told, so they stay; nothing else of the others may be in it.
        const kept = log.filter(entry => view.shown(entry) !== undefined)
        const alone: PolicyEntry[] = []
        for (const { at: now, by, statement: each } of kept) {
          alone.push(nextEntry('acme', alone.at(-1), { now, by, statement: each }))
        }
        expect(view.entries).toEqual(alone)
      }),
    )
  })

  test('AC13 one that sees everything sees the log itself', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), statements => {
        const log = logOf(statements.filter(each => 'space' in each))
        const viewer = { agent: 'root', user: '', given: [], administers: () => true }
        expect(new PolicyView('acme', viewer, log).entries).toEqual(log)
      }),
    )
  })

  test('AC11 a revocation of what was never given is not shown', () => {
    const viewer = { agent: 'support', user: '', given: [], administers: () => false }
    const revoke = (space: string): Statement => ({ do: 'revoke', agent: 'support', space, right: 'discover' })
    const grant: Statement = { do: 'grant', agent: 'support', space: 'team', right: 'read' }
    const view = new PolicyView('acme', viewer, logOf([revoke('merger'), grant, revoke('merger'), revoke('t*')]))
    expect(view.entries.map(({ statement: { do: verb, ...each } }) => [verb, 'space' in each && each.space])).toEqual([
      ['grant', 'team'],
      ['revoke', 't*'],
    ])
  })
})

test('two patterns meet where a name is one of both', () => {
  const names = [...spaces, 'a', 'b', 'support', 'support/x', 'notes/x/y', 'team/b/c', 'ab', 'aab', 'notes']
  fc.assert(
    fc.property(spacePattern, spacePattern, who, (one, other, asker) => {
      const [isOne, isOther] = [parseNamePattern(one), parseNamePattern(other)]
      if (names.some(name => isOne(name, asker) && isOther(name, asker))) {
        expect(patternsMeet(one, other, asker)).toBe(true)
      }
    }),
  )
  const asker = { agent: 'support', user: '' }
  for (const [one, other] of [
    ['team', 'tea'],
    ['a*', 'a'],
    ['a*', 'b*'],
    ['*a', '*b'],
    ['notes/*', 'notes'],
    ['notes/**', 'notes'],
    ['notes/{user}', '**'],
    ['*/a', 'x/b'],
  ] as const) {
    expect(patternsMeet(one, other, asker), `${one} ${other}`).toBe(false)
    expect(patternsMeet(other, one, asker), `${other} ${one}`).toBe(false)
  }
})
