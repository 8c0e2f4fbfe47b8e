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

test('a packet tells what others that are here show of what they have in hand, where it is asked for', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  billing.working.set('plan', 'refund order 42', { shown: true })
  billing.working.set('doubt', 'is it order 43?')
  support.working.set('plan', 'call Ada')
  await expect.poll(() => support.working.of('billing')).toEqual({ plan: 'refund order 42' })
  const packet = await support.context({ query: 'order 42', working: true })
  const lines = packet.text.split('\n').slice(1, -1)
  expect(lines.map(line => JSON.parse(line))).toEqual([
    { inHand: 'plan', by: 'support', text: 'call Ada' },
    { inHand: 'plan', by: 'billing', text: 'refund order 42' },
  ])
  billing.working.clear()
  await expect.poll(() => support.working.of('billing')).toEqual({})
  expect((await support.context({ query: 'order 42', working: true })).inHand).toHaveLength(1)
})
