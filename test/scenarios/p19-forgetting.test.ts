import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startRelayProcess } from '../processes/relay-process.fixture'
import { startAgent } from './agent-process.fixture'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-p19-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** The files of a store that is open: what a thief of the disk would read. */
async function bytesIn(path: string): Promise<string> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  return (await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))).join()
}

test('P19 what is erased is in no byte of any store that confirmed, and who was away cannot bring it back', async () => {
  const disks = { relay: await folder(), privacy: await folder(), billing: await folder(), courier: await folder() }
  const relay = await startRelayProcess({ data: disks.relay })
  onTestFinished(() => relay.kill())
  const [billing, courier] = (['billing', 'courier'] as const).map(id => {
    const agent = startAgent('p19-agent.fixture.ts', [relay.url, disks[id], id])
    onTestFinished(() => agent.kill())
    return agent
  }) as [ReturnType<typeof startAgent>, ReturnType<typeof startAgent>]
  await Promise.all([billing.printed('ready'), courier.printed('ready')])
  const privacy = await openMemory({
    agent: { id: 'privacy' },
    relay: relay.url,
    storage: disks.privacy,
    curators: ['privacy'],
  })
  onTestFinished(() => privacy.close())
  const kept = await privacy.add('KEEPSAKE: the shop opens at nine', { consistency: 'relay' })
  await expect.poll(async () => (await privacy.getAll({ scope: 'all' })).length).toBe(5)
  courier.tell('leave and edit')
  await courier.printed('done leave and edit')
  for (const disk of Object.values(disks)) expect(await bytesIn(disk)).toContain('CANARY')

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

  courier.tell('come back')
  await expect.poll(async () => (await receipt())?.outstanding).toEqual([])
  await expect
    .poll(async () => (await Promise.all(Object.values(disks).map(bytesIn))).filter(bytes => bytes.includes('CANARY')))
    .toEqual([])
  expect(await privacy.getAll({ scope: 'all' })).toEqual([kept])
  expect(await privacy.facts.list()).toEqual([])
  for (const disk of Object.values(disks)) expect(await bytesIn(disk)).toContain('KEEPSAKE')
})
