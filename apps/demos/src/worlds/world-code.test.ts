import { expect, test } from 'vitest'
import { worlds } from './index'

test('no line of code is wider than the story beside the agents: it would break within a word', () => {
  const lines = worlds.flatMap(world => world.steps.flatMap(step => step.code.split('\n')))
  expect(lines.length).toBeGreaterThan(36)
  expect(lines.filter(line => line.length > 38)).toEqual([])
})
