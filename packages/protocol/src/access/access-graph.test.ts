import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allRights } from '../rights'
import { AccessGraph, levelOf } from './access-graph'
import { parseNamePattern, type Who } from './name-pattern'
import { nextEntry, type PolicyEntry } from './policy-entry'
import { checkStatement, isDelegation, type Statement } from './statement'

const billing: Who = { agent: 'billing', user: 'ada' }

/** A log of statements, one a ms from 1 on. */
function logged(...statements: Statement[]): { readonly graph: AccessGraph; readonly entries: PolicyEntry[] } {
  const graph = new AccessGraph()
  const entries: PolicyEntry[] = []
  for (const statement of statements) {
    const entry = nextEntry('acme', entries.at(-1), { now: entries.length + 1, by: 'root', statement })
    entries.push(entry)
    graph.add(entry)
  }
  return { graph, entries }
}

const edge = (agent: string, space: string, right: (typeof allRights)[number]) =>
  ({ do: 'grant', agent, space, right }) as const

test('AC1 who acts for a user needs an edge of both graphs, who acts for nobody one', () => {
  const { graph } = logged(edge('billing', 'payments', 'append'), { do: 'grant', user: 'ada', agent: 'billing' })
  expect(graph.levelIn('payments', billing, 1)).toBe(0)
  expect(graph.levelIn('payments', billing, 2)).toBe(levelOf('append'))
  expect(graph.levelIn('payments', { ...billing, user: 'bob' }, 2)).toBe(0)
  expect(graph.levelIn('payments', { ...billing, user: '' }, 1)).toBe(levelOf('append'))
  expect(graph.levelIn('team', billing, 2)).toBe(0)
})

test('AC1 a revocation lowers, a pattern is like many lines, and the log is read in order', () => {
  const nobody = { agent: 'billing', user: '' }
  const { graph } = logged(
    edge('*', 'team', 'append'),
    { ...edge('billing', 'team', 'append'), do: 'revoke' },
    { ...edge('billing', 'team', 'read'), do: 'revoke', from: 10, until: 20 },
    edge('b*', 'team', 'curate'),
  )
  const levels = [1, 2, 3, 4, 10, 20].map(time => graph.levelIn('team', nobody, time))
  expect(levels).toEqual([3, 2, 2, 4, 4, 4])
  expect(graph.levelIn('team', { agent: 'sales', user: '' }, 15)).toBe(levelOf('append'))
})

test('a line that names the past does not change what was so then', () => {
  const { graph } = logged(edge('a', 's', 'read'), { ...edge('a', 's', 'read'), do: 'revoke', from: 0 })
  expect(graph.levelIn('s', { agent: 'a', user: '' }, 1)).toBe(levelOf('read'))
  expect(graph.levelIn('s', { agent: 'a', user: '' }, 2)).toBe(levelOf('discover'))
})

test('an explanation names the lines that fit, and which of them count', () => {
  const { graph, entries } = logged(
    { ...edge('billing', 'payments', 'read'), from: 100 },
    edge('*', 'payments', 'discover'),
  )
  expect(graph.explain('payments', { agent: 'billing', user: '' }, 50)).toEqual({
    rights: ['discover'],
    isDelegated: true,
    because: [
      { entry: entries[0], isInForce: false },
      { entry: entries[1], isInForce: true },
    ],
  })
})

test.each([
  [{ do: 'grant', agent: 'a' }, 'of a user and an agent, or of an agent and a space'],
  [{ do: 'grant', agent: 'a', user: 'u', space: 's' }, 'of a user and an agent, or'],
  [{ do: 'take', agent: 'a', user: 'u' }, '"do"'],
  [{ do: 'grant', agent: 'a', space: 's', right: 'write' }, '"right" is one of'],
  [{ do: 'grant', agent: 'a', user: 'u', right: 'read' }, 'not of a user'],
  [{ do: 'grant', agent: '{who}', user: 'u' }, '"agent": pattern'],
  [{ do: 'grant', agent: 'a\u0000', user: 'u' }, 'control characters'],
  [{ do: 'grant', agent: 'a', user: 'u', from: 5, until: 5 }, '"until" lies after'],
  [{ do: 'grant', agent: 'a', user: 'u', from: -1 }, '"from" is a time'],
  [{ do: 'grant', agent: 'a', user: 'u', by: 'me' }, 'no "by"'],
  [null, 'an object'],
])('what is no statement is refused: %j', (value, message) => {
  expect(() => checkStatement(value)).toThrow(message)
})

const name = fc.constantFrom('a', 'b', 'team/a')
const pattern = fc.constantFrom('a', 'b', '*', 'team/*', 'team/{agent}', '**')
const time = fc.option(fc.nat(12), { nil: undefined })
const statement = fc
  .record({
    do: fc.constantFrom('grant' as const, 'revoke' as const),
    agent: pattern,
    edge: fc.oneof(fc.record({ user: pattern }), fc.record({ space: pattern, right: fc.constantFrom(...allRights) })),
    from: time,
    until: time,
  })
  .map(({ edge, from, until, ...rest }) => ({
    ...rest,
    ...edge,
    ...(from !== undefined && { from }),
    ...(until !== undefined && until > (from ?? 0) && { until }),
  })) as fc.Arbitrary<Statement>

/** As the rule says it, line by line, without an index. */
function oracle(entries: readonly PolicyEntry[], space: string, who: Who, at: number): number {
  const is = (text: string, given: string) => parseNamePattern(text)(given, who)
  let may = who.user === ''
  let level = 0
  for (const { at: logged, statement } of entries) {
    const begins = Math.max(logged, statement.from ?? logged)
    if (at < begins || at >= (statement.until ?? 99) || !is(statement.agent, who.agent)) continue
    if (isDelegation(statement)) {
      if (who.user !== '' && is(statement.user, who.user)) may = statement.do === 'grant'
    } else if (is(statement.space, space)) {
      const right = allRights.indexOf(statement.right) + 1
      if (statement.do === 'grant' && level < right) level = right
      if (statement.do === 'revoke' && level >= right) level = right - 1
    }
  }
  return may ? level : 0
}

test('AC1 the index answers like the rule read line by line', () => {
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 12 }),
      name,
      name,
      fc.constantFrom('', 'a', 'b'),
      fc.nat(14),
      (statements, space, agent, user, at) => {
        const { graph, entries } = logged(...statements)
        expect(graph.levelIn(space, { agent, user }, at)).toBe(oracle(entries, space, { agent, user }, at))
      },
    ),
    { numRuns: 2000 },
  )
})
