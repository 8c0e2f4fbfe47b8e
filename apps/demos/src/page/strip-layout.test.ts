import { expect, test } from 'vitest'
import type { Act } from '../run/act'
import { stripLayout } from './strip-layout'

const act = (step: number, agent: string, verb: string, more: Partial<Act> = {}): Act => ({
  step,
  agent,
  verb,
  args: [],
  answer: undefined,
  isAway: false,
  arrivals: {},
  ...more,
})
const layout = (acts: readonly Act[]) => stripLayout(acts, 3, step => step * 100, 100)

test('a write goes to those who got it, and the slowest of them is noted', () => {
  const { columns } = layout([act(1, 'ada', 'add', { space: 'team', arrivals: { ben: 3.2, cid: 7.6 } })])
  expect(columns[0]).toEqual({
    hops: [{ agent: 'ada', x: 112, to: ['ben', 'cid'], isHeld: false }],
    looks: [],
    note: '8 ms',
  })
})

test('what was written away is held, and goes out one by one when its author is back', () => {
  const { columns, absences } = layout([
    act(1, 'ada', 'leave'),
    act(2, 'ada', 'add', { space: 'team', isAway: true }),
    act(2, 'ada', 'assert', { space: 'team', isAway: true }),
    act(3, 'ada', 'come', { delivered: 2, isAway: true, arrivals: { ben: 20 } }),
  ])
  expect(columns[1]?.hops.map(({ isHeld, to }) => [isHeld, to])).toEqual([
    [true, []],
    [true, []],
  ])
  expect(columns.map(({ note }) => note)).toEqual([undefined, 'waits', '20 ms'])
  expect(columns[2]?.hops.map(({ isHeld, to }) => [isHeld, to])).toEqual([
    [false, ['ben']],
    [false, ['ben']],
  ])
  expect(absences).toEqual([{ agent: 'ada', from: 112, to: 312 }])
})

test('who is still away is away to the end of what was played', () => {
  expect(layout([act(1, 'ada', 'leave')]).absences).toEqual([{ agent: 'ada', from: 112, to: 200 }])
})

test('reading is local, and a write that nobody else may read stays', () => {
  const { columns } = layout([act(1, 'ada', 'whoKnows'), act(2, 'ada', 'add', { space: 'own' })])
  expect(columns.map(({ note }) => note)).toEqual(['local', 'stays', undefined])
})
