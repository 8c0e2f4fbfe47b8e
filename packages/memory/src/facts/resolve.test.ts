import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

test('who names no side of a fact that has many is told of the first ones', async () => {
  const relay = { url: await relayUrl(), paused: true }
  const agents = await Promise.all(Array.from({ length: 16 }, (_, n) => open(`agent ${n}`, { relay })))
  for (const [n, each] of agents.entries()) await each.facts.assert('order/42/status', n)
  for (const each of agents) {
    each.sync.resume()
    await each.sync.flush('relay')
  }
  const [first] = agents
  await expect.poll(async () => (await first!.facts.get('order/42/status'))?.sides.length).toBe(16)
  await expect(first!.facts.resolve('order/42/status', { side: 'team.0.zz.7' })).rejects.toMatchObject({
    code: 'unknown-record',
    hint: expect.stringMatching(/^its sides are team\.0\..{1,255}…$/),
  })
})
