import { expect, test } from 'vitest'
import { relayProcessOfTest, remoteAgentOfTest } from '../fixtures/agents-of-test'
import { bytesIn, folderOfTest } from '../fixtures/folders'
import { memoryOfTest, untilSeen } from '../fixtures/memories'

test('P13 three layers: presence goes with its agent and is on no disk, the log outlives both', async () => {
  const relay = await relayProcessOfTest()
  const disk = await folderOfTest()
  const ada = await remoteAgentOfTest({ agent: { id: 'ada' }, relay: relay.url, storage: disk })
  const bob = await memoryOfTest('bob', { relay: relay.url })
  await ada.call('team.presence.show', { doing: 'canary: weighing parcels' })
  const doing = async () => JSON.stringify(bob.team.presence.peers.value)
  await expect.poll(doing).toContain('canary')
  await ada.call('add', 'The parcel weighs two kilograms', { consistency: 'relay' })
  await untilSeen(bob, async () => (await bob.getAll({ scope: 'all' })).length === 1)
  expect((await bytesIn(disk)).includes('two kilograms')).toBe(true)
  expect((await bytesIn(disk)).includes('canary')).toBe(false)
  await ada.kill()
  await expect.poll(doing).not.toContain('canary')
  const newcomer = await memoryOfTest('newcomer', { relay: relay.url })
  await untilSeen(newcomer, async () => (await newcomer.search('how heavy is the parcel?')).length === 1)
})

test('P13 the hot index and the packet cache follow the log: what is asked again is the same packet until it would be another', async () => {
  const memory = await memoryOfTest('ada')
  const record = await memory.add('Order 42 left the warehouse in Porto')
  await memory.add('Order 7 is packed', { tags: ['other'] })
  const ask = () => memory.context({ query: 'where is order 42?', filter: { not: { tags: 'other' } } })
  const first = await ask()
  expect(await ask()).toBe(first)
  // What the packet's filter leaves out does not touch it.
  await memory.add('Order 8 is packed', { tags: ['other'] })
  expect(await ask()).toBe(first)
  await memory.update(record.id, { content: 'Order 42 arrived in Turin' })
  const second = await ask()
  expect(second.text).toContain('Turin')
  expect(second.text).not.toContain('Porto')
  expect((await memory.search('Porto')).length).toBe(0)
  await memory.retract(record.id, 'it was another order')
  expect((await ask()).text).not.toContain('Turin')
})
