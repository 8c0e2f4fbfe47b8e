import { expect, test } from 'vitest'
import type { Act } from './act'
import { callsAsked, overwrittenUnseen, transcriptOf } from './without-sharing'

const act = (agent: string, verb: string, args: readonly unknown[] = [], isAway = false): Act => ({
  step: 1,
  agent,
  verb,
  args,
  answer: verb === 'call' ? { found: true } : undefined,
  isAway,
  arrivals: {},
})
const claim = (agent: string, value: string, isAway = false) => act(agent, 'assert', ['key', value], isAway)

test('a claim that was seen is replaced, not overwritten', () => {
  expect(overwrittenUnseen([claim('ada', 'one'), claim('ben', 'two'), claim('ada', 'three')])).toBe(0)
})

test('a claim that waits on its author’s device is replaced by a newer one that did not see it, once it is out', () => {
  const acts = [act('ada', 'leave'), claim('ada', 'one', true), claim('ben', 'two')]
  expect(overwrittenUnseen(acts)).toBe(0)
  expect(overwrittenUnseen([...acts, act('ada', 'come')])).toBe(1)
})

test('who is away replaces what it could not see, and nothing that it saw before it left', () => {
  const back = act('ben', 'come')
  expect(overwrittenUnseen([act('ben', 'leave'), claim('ada', 'one'), claim('ben', 'two', true), back])).toBe(1)
  expect(overwrittenUnseen([claim('ada', 'one'), act('ben', 'leave'), claim('ben', 'two', true), back])).toBe(0)
})

test('saying the same is no loss', () => {
  expect(
    overwrittenUnseen([act('ada', 'leave'), claim('ada', 'one', true), claim('ben', 'one'), act('ada', 'come')]),
  ).toBe(0)
})

test('every call that was asked for is made, and its whole answer is in the transcript', () => {
  const acts = [act('ada', 'call', ['api', 'x']), act('ben', 'call', ['api', 'x']), act('ada', 'add', ['said'])]
  expect(callsAsked(acts)).toBe(2)
  expect(transcriptOf(acts)).toBe(
    'ada called api(x):\n{\n  "found": true\n}\nben called api(x):\n{\n  "found": true\n}\nada: said',
  )
})
