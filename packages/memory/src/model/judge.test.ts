import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { chooseSide } from './choose-side'
import { encodeRecord } from './codec'
import { isInDefaultScope } from './default-scope'
import type { Dot } from './dot'
import type { Entry } from './entry'
import { judge, type Verdict } from './judge'
import type { JudgeContext } from './judge-context'
import { factKey, recordKey } from './keys'
import type { RecordBody } from './record-body'
import { holdsAt } from './validity'

const agents = new Map([
  [1, 'ada'],
  [2, 'bob'],
  [3, 'curator'],
  [4, 'ada'],
])
const context: JudgeContext = {
  now: 100,
  authorOf: client => (agents.has(client) ? { agent: agents.get(client)! } : undefined),
  mayCurate: agent => agent === 'curator',
}
const body: RecordBody = {
  ...{ type: 'record', kind: 'semantic', content: 'a', scope: {}, tags: [], author: { agent: 'ada' } },
  ...{ time: { ms: 1, count: 0 }, status: 'plain', derivedFrom: [] },
}
const record = recordKey({ client: 1, clock: 0 })
const fact = factKey('order/42/status')

function entry(client: number, clock: number, said: Partial<RecordBody>, ...parents: Dot[]): Entry {
  const key = (said.type ?? 'record') === 'fact' ? fact : record
  return { key, parents, payload: encodeRecord({ ...body, ...said }), dot: { client, clock } }
}
const claim = (client: number, value: string, said: Partial<RecordBody> = {}, ...parents: Dot[]) =>
  entry(client, 0, { type: 'fact', value, ...said }, ...parents)
const contents = (verdict: Verdict) => verdict.sides.map(side => side.body?.value ?? side.body?.content)
const reasonsIn = (verdict: Verdict) => [verdict.state, ...verdict.ignored().map(({ reason }) => reason)]

const first = entry(1, 0, { content: 'first' })

test('a record is replaced by its author, under any client id, and by a curator; nobody else is heard', () => {
  const own = entry(4, 0, { content: 'own' }, first.dot)
  const curated = entry(3, 0, { content: 'curated' }, own.dot)
  const stranger = entry(2, 0, { content: 'hers' }, curated.dot)
  const unknown = entry(9, 0, { content: 'unbound' })
  const verdict = judge(record, [stranger, unknown, curated, own, first], context)
  expect([verdict.state, contents(verdict)]).toEqual(['settled', ['curated']])
  expect(verdict.ignored().map(({ entry, reason }) => [entry.dot.client, reason])).toEqual([
    [2, 'not-permitted'],
    [9, 'not-permitted'],
  ])
  expect(verdict.history().map(({ record }) => record.ok && record.body.content)).toEqual(['first', 'own'])
})

test('an author is who the relay bound, whatever the payload claims', () => {
  const forged = entry(2, 0, { content: 'forged', author: { agent: 'ada' } }, first.dot)
  expect(contents(judge(record, [first, forged], context))).toEqual(['first'])
  const [head] = judge(fact, [claim(2, 'x', { author: { agent: 'ada' } })], context).heads
  expect([head!.author, head!.bound]).toEqual([{ agent: 'bob' }, true])
  const [unbound] = judge(fact, [claim(9, 'x', { author: { agent: 'ada' } })], context).heads
  expect([unbound!.author, unbound!.bound]).toEqual([{ agent: 'ada' }, false])
})

test("the record stays its author's when the first version has been compacted away", () => {
  const verdict = judge(
    record,
    [entry(4, 0, { content: 'later' }, first.dot), entry(2, 0, { content: 'hers' })],
    context,
  )
  expect(contents(verdict)).toEqual(['later'])
})

test('a fact said differently at the same time is a conflict, with every side and who says it', () => {
  const entries = [claim(1, 'shipped'), claim(2, 'processing'), claim(3, 'shipped', { time: { ms: 5, count: 0 } })]
  const verdict = judge(fact, entries, context)
  expect([verdict.state, contents(verdict)]).toEqual(['conflict', ['shipped', 'processing']])
  expect(verdict.sides.map(({ heads }) => heads.map(({ author }) => author?.agent))).toEqual([
    ['ada', 'curator'],
    ['bob'],
  ])
  expect(verdict.sides[0]!.version.author?.agent).toBe('curator')
  const resolved = entry(2, 1, { type: 'fact', value: 'shipped' }, ...entries.map(({ dot }) => dot))
  expect(judge(fact, [...entries, resolved], context).state).toBe('settled')
  expect(judge(fact, [entries[0]!, entries[2]!], context)).toMatchObject({ state: 'settled', heads: [{}, {}] })
})

test('a retraction settles what it saw, and conflicts with an edit that it did not', () => {
  const tombstone = entry(4, 0, { type: 'tombstone', content: null }, first.dot)
  expect(judge(record, [first, tombstone], context).state).toBe('retracted')
  const edit = entry(3, 0, { content: 'edit' }, first.dot)
  expect(judge(record, [first, tombstone, edit], context).state).toBe('conflict')
})

test('what has expired is no side, and uncovers nothing that it replaced', () => {
  const entries = [first, entry(1, 1, { content: 'brief', expires: 100 }, first.dot)]
  expect(judge(record, entries, { ...context, now: 99 }).state).toBe('settled')
  const verdict = judge(record, entries, context)
  expect([verdict.state, contents(verdict), verdict.heads.length]).toEqual(['expired', [], 1])
})

test('entries in a loop count for nothing', () => {
  const [x, y] = [claim(1, 'x', {}, { client: 2, clock: 0 }), claim(2, 'y', {}, { client: 1, clock: 0 })]
  const verdict = judge(fact, [x, y, claim(3, 'z')], context)
  expect([contents(verdict), verdict.ignored().map(({ reason }) => reason)]).toEqual([['z'], ['loop', 'loop']])
  const self = claim(1, 'self', {}, { client: 1, clock: 0 })
  expect(reasonsIn(judge(fact, [self], context))).toEqual(['absent', 'loop'])
})

test('a newer version replaces what it names although it cannot be read; damage does not', () => {
  const old = claim(1, 'old')
  const newer = { ...claim(2, 'x', {}, old.dot), payload: '[2,["bob"],[9,0]]' }
  expect(reasonsIn(judge(fact, [old, newer], context))).toEqual(['unreadable'])
  const damaged = { ...newer, payload: '[1,["bob"],[9,0]]' }
  expect(reasonsIn(judge(fact, [old, damaged], context))).toEqual(['settled', 'damaged'])
})

test('keys of a form not known here are not guessed at', () => {
  expect(reasonsIn(judge('x/y', [{ ...first, key: 'x/y' }], context))).toEqual(['absent', 'unknown-key'])
})

test('a time is not later than the relay received it', () => {
  const boaster = claim(1, 'x', { time: { ms: 1e12, count: 0 } })
  const honest = claim(2, 'y', { time: { ms: 50, count: 0 } })
  const verdict = judge(fact, [boaster, honest], { ...context, receivedAt: dot => (dot.client === 1 ? 40 : 60) })
  expect(chooseSide(verdict.sides, 'latest')?.body?.value).toBe('y')
})

test('a rule chooses which side readers are given, and erases none', () => {
  const entries = [
    claim(1, 'sure', { confidence: 0.9, time: { ms: 1, count: 0 } }),
    claim(2, 'late', { confidence: 0.5, time: { ms: 3, count: 0 } }),
    claim(3, 'wise', { time: { ms: 2, count: 0 } }),
    claim(4, 'tied', { time: { ms: 3, count: 0 } }),
  ]
  const { sides } = judge(fact, entries, context)
  const chosen = (rule: Parameters<typeof chooseSide>[1]) => chooseSide(sides, rule, context)?.body?.value
  expect([chosen('latest'), chosen('confidence'), chosen('authority'), chosen('manual')]).toEqual([
    'tied',
    'sure',
    'wise',
    undefined,
  ])
  expect(chosen(([, second]) => second)).toBe('wise')
  expect(() => chosen(() => ({ ...sides[0]! }))).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  expect(sides).toHaveLength(4)
  expect(chooseSide(sides.slice(0, 1), 'manual')).toBe(sides[0])
})

test('what was said at one time is ordered by dot, and damage above it changes nothing', () => {
  const [low, high] = [claim(1, 'low'), claim(2, 'high')]
  const damaged = { ...claim(3, 'x', {}, low.dot), payload: '?' }
  for (const entries of [
    [low, high],
    [damaged, high, low],
  ]) {
    const verdict = judge(fact, entries, context)
    expect(contents(verdict)).toEqual(['low', 'high'])
    expect(chooseSide(verdict.sides, 'latest')?.body?.value).toBe('high')
  }
})

test('verdicts have one shape in V8: one of its own would outlive each, and with it all that was judged', () => {
  setFlagsFromString('--allow-natives-syntax')
  const haveOneShape = new Function('one', 'other', 'return %HaveSameMap(one, other)')
  const [one, other] = [first, entry(1, 1, { content: 'other' })].map(each => judge(record, [each], context))
  expect(haveOneShape(one, other)).toBe(true)
})

test('readers see their own user and app and what is scoped to none', () => {
  const bound = { user: 'ada', app: 'shop' }
  for (const scope of [{}, { user: 'ada' }, { app: 'shop', run: 'any', agent: 'any' }])
    expect(isInDefaultScope(scope, bound)).toBe(true)
  for (const scope of [{ user: 'eve' }, { user: 'ada', app: 'other' }])
    expect(isInDefaultScope(scope, bound)).toBe(false)
  expect(isInDefaultScope({ user: 'ada' }, {})).toBe(false)
})

test('a validity interval holds its start and not its end', () => {
  expect([9, 10, 19, 20].map(time => holdsAt({ ...body, validFrom: 10, validTo: 20 }, time))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(holdsAt(body, -1)).toBe(true)
})
