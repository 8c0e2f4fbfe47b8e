import { expect, test } from 'vitest'
import { agentName } from './cast'

const conversation = (id: string, one: string, two: string) => ({
  id,
  speakers: [one, two] as const,
  turns: [],
  notes: [],
  questions: [],
  skipped: 0,
})

test('agents are called like their speakers, with the conversation only where a name occurs twice', () => {
  const a = conversation('a', 'Jo', 'Max')
  const b = conversation('b', 'Max', 'Newcomer')
  expect(agentName([a, b], a, 'Jo')).toBe('Jo')
  expect(agentName([a, b], a, 'Max')).toBe('Max of a')
  expect(agentName([a, b], b, 'Max')).toBe('Max of b')
  expect(agentName([a], a, 'Newcomer')).toBe('Newcomer')
})
