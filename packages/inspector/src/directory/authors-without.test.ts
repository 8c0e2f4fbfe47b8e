import { expect, test } from 'vitest'
import { at, record } from '../story.fixture'
import { authorsWithout } from './authors-without'

const records = [
  record(['third', 'episodic', 'team', 'returns', '12:00:02'], 3),
  record(['second', 'episodic', 'team', 'billing', '12:00:01'], 2),
  record(['first', 'episodic', 'team', 'returns', '12:00:00'], 1),
]

test('agents without a card are listed in the order of their first write, with what they wrote', () => {
  const agents = ['returns', 'billing', 'audit']
  expect(authorsWithout(new Set(['billing']), { agents, records })).toEqual([
    { agent: 'returns', records: 2, newest: at('12:00:02') },
    { agent: 'audit', records: 0 },
  ])
})
