import type { InspectedCall } from './memory-face'
import { at } from './story.fixture'

/** A call of the story with its result, or without. */
function call(
  fields: Omit<InspectedCall, 'result' | 'bytes'>,
  value?: unknown,
  others: readonly string[] = [],
): InspectedCall {
  if (value === undefined) return fields
  const { key, agent, time } = fields
  const run = { value, author: { agent }, time, leased: fields.state === 'committed' }
  const runs = [run, ...others.map(other => ({ ...run, author: { agent: other }, leased: false }))]
  const result = { ...run, key, space: 'team', overlapped: runs.length > 1, runs }
  return { ...fields, result, bytes: JSON.stringify(value).length }
}

/** The calls of the story. */
export const storyCalls: readonly InspectedCall[] = [
  call({
    key: '["route","dock 3","Quay Street 8"]',
    state: 'running',
    agent: 'fulfilment',
    time: at('14:03:24'),
    started: 1,
  }),
  call({
    key: '["refund-quote","42"]',
    state: 'failed',
    agent: 'returns',
    time: at('14:03:02'),
    started: 2,
    error: 'TimeoutError',
  }),
  call(
    { key: '["tracking","NW-7741-20"]', state: 'committed', agent: 'support', time: at('14:02:41'), started: 1 },
    { carrier: 'Northway', expected: '2026-11-23' },
  ),
  call({ key: '"opening hours"', state: 'overlapped', agent: 'support', time: at('13:55:12'), started: 2 }, '9 to 18', [
    'billing',
  ]),
]
