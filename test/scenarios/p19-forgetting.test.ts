import { type MemoryRecord, openMemory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { bytesIn, folderOfTest } from '../fixtures/folders'
import { startRelayProcess } from '../processes/relay-process.fixture'

/** An agent that acts for Ada and writes about her, in a process and on a disk of its own. */
async function writeAboutAda(id: string, relay: string, storage: string) {
  const options = { agent: { id, user: 'ada', app: 'shop' }, relay, storage, curators: ['privacy'] }
  const agent = await remoteAgentOfTest(options)
  const durably = { consistency: 'relay' }
  const record = await agent.call<MemoryRecord>('add', `${id}: Ada lives in CANARY street`, durably)
  await agent.call('update', record.id, { content: `${id}: Ada has moved to CANARY square`, ...durably })
  await agent.call('facts.assert', `user/ada/${id}`, 'CANARY 7', durably)
  await agent.call('runs.checkpoint', `visit-${id}`, { note: 'CANARY rang' }, durably)
  return { agent, id: record.id }
}

test('P19 what is erased is in no byte of any store that confirmed, and who was away cannot bring it back', async () => {
  const disks = {
    relay: await folderOfTest(),
    privacy: await folderOfTest(),
    billing: await folderOfTest(),
    courier: await folderOfTest(),
  }
  const relay = await startRelayProcess({ data: disks.relay })
  onTestFinished(() => relay.kill())
  await writeAboutAda('billing', relay.url, disks.billing)
  const courier = await writeAboutAda('courier', relay.url, disks.courier)
  const privacy = await openMemory({
    agent: { id: 'privacy' },
    relay: relay.url,
    storage: disks.privacy,
    curators: ['privacy'],
  })
  onTestFinished(() => privacy.close())
  const kept = await privacy.add('KEEPSAKE: the shop opens at nine', { consistency: 'relay' })
  // A run's state is an agent's last write: who has both has all before them.
  await expect.poll(async () => (await privacy.runs.list({ scope: 'all' })).length).toBe(2)
  expect((await privacy.getAll({ scope: 'all' })).length).toBe(5)
  await courier.agent.call('sync.pause')
  await courier.agent.call('update', courier.id, { content: 'courier: Ada now lives at CANARY gate' })
  await courier.agent.call('facts.assert', 'user/ada/courier', 'CANARY 8')
  // What came over the wire is on a reader's disk a moment after it is in its memory.
  for (const disk of Object.values(disks)) await expect.poll(() => bytesIn(disk)).toContain('CANARY')

  const preview = await privacy.erase({ subject: 'ada' }, { dryRun: true })
  expect(preview).toMatchObject({ kept: [], derived: [], receipts: [] })
  const report = await privacy.erase({ subject: 'ada' }, { reason: 'Ada asked for it' })
  expect(report.erased).toEqual(preview.erased)
  expect(report.receipts).toMatchObject([{ relay: 'confirmed', versions: 8 }])
  expect(await privacy.getAll({ scope: 'all' })).toEqual([kept])
  expect(await privacy.search('where does Ada live?', { scope: 'all' })).toEqual([])

  const receipt = async () => (await privacy.erasures())[0]
  await expect.poll(async () => (await receipt())?.outstanding).toEqual(['courier'])
  expect((await receipt())?.confirmed).toEqual([
    { agent: 'billing', stores: 1, scrubbed: true },
    { agent: 'privacy', stores: 1, scrubbed: true },
  ])
  for (const disk of [disks.relay, disks.privacy, disks.billing]) expect(await bytesIn(disk)).not.toContain('CANARY')
  expect(await bytesIn(disks.courier)).toContain('CANARY')

  await courier.agent.call('sync.resume')
  await expect.poll(async () => (await receipt())?.outstanding).toEqual([])
  await expect
    .poll(async () => (await Promise.all(Object.values(disks).map(bytesIn))).filter(bytes => bytes.includes('CANARY')))
    .toEqual([])
  expect(await privacy.getAll({ scope: 'all' })).toEqual([kept])
  expect(await privacy.facts.list()).toEqual([])
  // A scrub moves what it keeps to another file, which may happen while they are listed.
  for (const disk of Object.values(disks)) await expect.poll(() => bytesIn(disk)).toContain('KEEPSAKE')
})
