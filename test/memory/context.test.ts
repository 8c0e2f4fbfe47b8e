import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { teamOfEachTest, untilSeen } from '../fixtures/memories'

const { open } = teamOfEachTest()

test('P2 a packet shows both sides of a conflict, the same to every agent', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  support.sync.pause()
  await support.facts.assert('order/42/status', 'processing', { confidence: 0.6 })
  await fulfilment.facts.assert('order/42/status', 'shipped', { consistency: 'relay' })
  support.sync.resume()
  await support.sync.flush('relay')
  await untilSeen(support, async () => (await support.facts.conflicts()).length === 1)
  await untilSeen(fulfilment, async () => (await fulfilment.facts.conflicts()).length === 1)
  const ask = (memory: Memory) => memory.context({ query: 'what is the status of order 42?' })
  const [one, other] = [await ask(support), await ask(fulfilment)]
  expect(one.text).toBe(other.text)
  expect(JSON.parse(one.text.split('\n')[1] ?? '')).toMatchObject({
    fact: 'order/42/status',
    conflict: [
      { by: 'support', trust: 'plain, confidence 0.6', text: 'processing' },
      { by: 'fulfilment', trust: 'plain', text: 'shipped' },
    ],
  })
  expect(one.citations[0]?.authors.map(({ agent }) => agent)).toEqual(['support', 'fulfilment'])
})
