import { openMemory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { relayProcessOfTest } from '../fixtures/agents-of-test'
import { bytesIn, folderOfTest } from '../fixtures/folders'
import { refunds, startBilling } from './billing.fixture'

test('P9 support finds who knows about refunds without seeing what billing knows; private notes count only with consent', async () => {
  const relay = await relayProcessOfTest()
  const billing = await startBilling(relay.url)
  const storage = await folderOfTest()
  const support = await openMemory({
    agent: { id: 'support', app: 'shop' },
    relay: relay.url,
    storage,
    spaces: { team: 'shared' },
  })
  let isOpen = true
  onTestFinished(() => (isOpen ? support.close() : undefined))
  await billing.call('team.register', { capabilities: refunds })
  await billing.call('sync.flush', 'relay')
  await expect.poll(async () => (await support.team.whoKnows('refund of an invoice'))[0]?.present).toBe(true)
  const [knower] = await support.team.whoKnows('refund of an invoice')
  expect(knower).toMatchObject({
    agent: 'billing',
    basis: { records: 0, sketch: true },
    credibility: { value: 0.5, from: 'claimed' },
    present: true,
    card: { name: 'Billing', capabilities: [{ id: 'refund' }] },
  })
  expect(await support.team.whoKnows('the weather in Lisbon')).toEqual([])
  expect(await support.team.whoKnows('insolvent supplier')).toEqual([])
  expect(await support.getAll({ scope: 'all' })).toEqual([])

  await billing.call('team.register', { capabilities: refunds, knows: { private: ['notes'] } })
  await billing.call('sync.flush', 'relay')
  await expect.poll(async () => (await support.team.whoKnows('insolvent supplier')).length).toBe(1)

  // What a sketch tells is there to be told, the words behind it are not: not one of them is on support's disk.
  await support.close()
  isOpen = false
  const bytes = await bytesIn(storage)
  expect(bytes).toContain('billing')
  for (const secret of ['canary', 'zebra', 'walrus', '4711', 'insolvent', 'approved'])
    expect(bytes).not.toContain(secret)
})
