import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test('a fact that one retracts while another asserts it anew keeps its value, whoever came last, and shows both sides', async () => {
  let now = Date.parse('2026-01-01')
  const clock = () => now
  const [ada, bob] = [await open('ada', { clock, curators: ['bob'] }), await open('bob', { clock, curators: ['bob'] })]
  const first = await ada.facts.assert('order/42/status', 'packed')
  await bob.import(await ada.export('team'))
  now += 1000
  await ada.facts.assert('order/42/status', 'shipped')
  now += 1000
  await bob.retract((await bob.facts.get('order/42/status'))!.record.id, 'cancelled')
  await ada.import(await bob.export('team'))
  const fact = await ada.facts.get('order/42/status')
  expect(fact).toMatchObject({
    settled: false,
    value: 'shipped',
    record: { content: expect.stringContaining('shipped') },
  })
  expect(fact?.sides.map(({ retracted }) => retracted).sort()).toEqual([false, true])
  expect(first.settled).toBe(true)
})
