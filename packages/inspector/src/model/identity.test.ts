import { expect, test } from 'vitest'
import { assignIdentities } from './identity'

const story = ['orchestrator', 'support', 'billing', 'fulfilment', 'returns', 'audit']

test('the six agents of the design have its colours and shapes, whoever wrote first', () => {
  for (const order of [story, story.toReversed()])
    expect(story.map(name => assignIdentities(order).get(name))).toEqual([
      { colour: 1, shape: 'hexagon' },
      { colour: 2, shape: 'circle' },
      { colour: 3, shape: 'square' },
      { colour: 4, shape: 'diamond' },
      { colour: 5, shape: 'triangle' },
      { colour: 6, shape: 'bar' },
    ])
})

test('up to 36 agents no two share both colour and shape', () => {
  const names = Array.from({ length: 36 }, (_, index) => `agent-${index}`)
  const identities = [...assignIdentities(names).values()]
  expect(new Set(identities.map(({ colour, shape }) => `${colour} ${shape}`)).size).toBe(36)
})

test('an agent that comes later moves nobody', () => {
  const before = assignIdentities(['ada', 'noor', 'tom'])
  const after = assignIdentities(['ada', 'noor', 'tom', 'eve', 'zoe'])
  for (const [name, identity] of before) expect(after.get(name)).toEqual(identity)
})
