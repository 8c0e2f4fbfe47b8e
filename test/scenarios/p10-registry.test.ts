import { expect, test } from 'vitest'
import { relayProcessOfTest } from '../fixtures/agents-of-test'
import { memoryOfTest } from '../fixtures/memories'
import { refunds, startBilling } from './billing.fixture'

test('P10 two agents that have never met find each other by what they can do, and see when one is gone', async () => {
  const relay = await relayProcessOfTest()
  const billing = await startBilling(relay.url)
  await billing.call('team.register', { capabilities: refunds })
  await billing.call('sync.flush', 'relay')
  const support = await memoryOfTest('support', { relay: relay.url })
  await support.team.register({ capabilities: ['triage'], endpoint: 'https://agents.example/support' })
  const refunders = async () =>
    (await support.team.find({ capability: 'refund' })).map(each => [each.agent, each.present])
  await expect.poll(refunders).toEqual([['billing', true]])
  expect((await support.team.exportCard()).skills.map(({ id }) => id)).toEqual(['triage'])
  await billing.kill()
  await expect.poll(refunders).toEqual([['billing', false]])
  expect(await support.team.find({ capability: 'refund', present: true })).toEqual([])
})
