import { expect, test } from 'vitest'
import { decideTask, type TaskEvent, type TaskSaid } from './task-state'

let count = 0
function event(agent: string, said: TaskSaid): TaskEvent {
  count++
  return { id: `${agent}.${count}`, agent, time: { ms: count, count: 0 }, said }
}

function* orders<T>(list: readonly T[]): Generator<T[]> {
  if (list.length === 0) yield []
  for (const [at, first] of list.entries()) {
    for (const rest of orders(list.toSpliced(at, 1))) yield [first, ...rest]
  }
}

const done = (agent: string, round: number, token: number) =>
  event(agent, { says: 'done', round, token, result: agent })
const accepted = (agent: string, { id }: TaskEvent, round = 0) => event(agent, { says: 'accepted', round, outcome: id })
const reopened = (agent: string, { id }: TaskEvent, round = 0) =>
  event(agent, { says: 'reopened', round, outcome: id, reason: 'not whole' })
const added = event('eve', { says: 'added', key: 'report' })

/** What comes of events, the same in each order. */
function outcomeOf(events: readonly TaskEvent[]) {
  const all = [...orders(events)].map(each => JSON.stringify(decideTask(each)))
  expect(new Set(all).size).toBe(1)
  const state = decideTask(events)
  return [state?.round, state?.outcomes.map(({ agent }) => agent), state?.accepted?.agent, state?.reopened.length]
}

test('of two outcomes that of the later lease counts, unless the other was accepted; both stay visible', () => {
  const [ada, bob] = [done('ada', 0, 1), done('bob', 0, 2)]
  expect(outcomeOf([added, ada, bob])).toEqual([0, ['bob', 'ada'], undefined, 0])
  expect(outcomeOf([added, ada, bob, accepted('eve', ada)])).toEqual([0, ['ada', 'bob'], 'eve', 0])
  expect(outcomeOf([added, done('ada', 0, 3), done('bob', 0, 3)])).toEqual([0, ['ada', 'bob'], undefined, 0])
})

test('nobody accepts or reopens what is their own', () => {
  const ada = done('ada', 0, 1)
  expect(outcomeOf([added, ada, accepted('ada', ada), reopened('ada', ada)])).toEqual([0, ['ada'], undefined, 0])
})

test('a reopening ends its round, accepted or not, and what is late for it counts no more', () => {
  const ada = done('ada', 0, 1)
  const events = [added, ada, accepted('eve', ada), reopened('bob', ada), done('carl', 0, 9)]
  expect(outcomeOf(events)).toEqual([1, [], undefined, 1])
  const again = done('ada', 1, 2)
  expect(outcomeOf([added, ada, reopened('bob', ada), again, accepted('bob', again, 1)])).toEqual([
    1,
    ['ada'],
    'bob',
    1,
  ])
})

test('what was said of a task that nobody added is no task', () => {
  expect(decideTask([done('ada', 0, 1)])).toBeUndefined()
})
