import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startRelayProcess } from '../processes/relay-process.fixture'
import { startAgent } from './agent-process.fixture'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-p09-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function bytesIn(path: string): Promise<string> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const bytes = await Promise.all(files.map(file => readFile(join(file.parentPath, file.name))))
  return Buffer.concat(bytes).toString('latin1')
}

test('P9 support finds who knows about refunds without seeing what billing knows; private notes count only with consent', async () => {
  const relay = await startRelayProcess({ data: await folder() })
  onTestFinished(() => relay.kill())
  const billing = startAgent('p09-billing.fixture.ts', [relay.url, await folder()])
  onTestFinished(() => billing.kill())
  const storage = await folder()
  const support = await openMemory({
    agent: { id: 'support', app: 'shop' },
    relay: relay.url,
    storage,
    spaces: { team: 'shared' },
  })
  let isOpen = true
  onTestFinished(() => (isOpen ? support.close() : undefined))
  await billing.printed('ready')
  billing.tell('register')
  await billing.printed('done register')
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

  billing.tell('register with notes')
  await billing.printed('done register with notes')
  await expect.poll(async () => (await support.team.whoKnows('insolvent supplier')).length).toBe(1)

  // What a sketch tells is there to be told, the words behind it are not: not one of them is on support's disk.
  await support.close()
  isOpen = false
  const bytes = await bytesIn(storage)
  expect(bytes).toContain('billing')
  for (const secret of ['canary', 'zebra', 'walrus', '4711', 'insolvent', 'approved'])
    expect(bytes).not.toContain(secret)
})
