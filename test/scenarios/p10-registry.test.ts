import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startRelayProcess } from '../processes/relay-process.fixture'
import { startAgent } from './agent-process.fixture'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-p10-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('P10 two agents that have never met find each other by what they can do, and see when one is gone', async () => {
  const relay = await startRelayProcess({ data: await folder() })
  onTestFinished(() => relay.kill())
  const billing = startAgent('p09-billing.fixture.ts', [relay.url, await folder()])
  onTestFinished(() => billing.kill())
  await billing.printed('ready')
  billing.tell('register')
  await billing.printed('done register')
  const support = await openMemory({ agent: { id: 'support' }, relay: relay.url, storage: memoryStorage() })
  onTestFinished(() => support.close())
  await support.team.register({ capabilities: ['triage'], endpoint: 'https://agents.example/support' })
  const refunders = async () =>
    (await support.team.find({ capability: 'refund' })).map(each => [each.agent, each.present])
  await expect.poll(refunders).toEqual([['billing', true]])
  expect((await support.team.exportCard()).skills.map(({ id }) => id)).toEqual(['triage'])
  await billing.kill()
  await expect.poll(refunders).toEqual([['billing', false]])
  expect(await support.team.find({ capability: 'refund', present: true })).toEqual([])
})
