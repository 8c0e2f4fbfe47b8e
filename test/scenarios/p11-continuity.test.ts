import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startRelayProcess } from '../processes/relay-process.fixture'
import { startAgent } from './agent-process.fixture'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-p11-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function open(id: string, relay: string): Promise<Memory> {
  const memory = await openMemory({ agent: { id, user: 'ada', app: 'shop' }, relay, storage: memoryStorage() })
  onTestFinished(() => memory.close())
  return memory
}

test('P11 an agent killed in the middle of a task is succeeded by another, which goes on from its checkpoint', async () => {
  const relay = await startRelayProcess({ data: await folder() })
  onTestFinished(() => relay.kill())
  const storage = await folder()
  const packer = startAgent('p11-packer.fixture.ts', [relay.url, storage, 'order-42'])
  await packer.printed('stuck')
  await packer.kill()

  const successor = await open('successor', relay.url)
  const run = await successor.runs.resume('order-42', { consistency: 'relay' })
  expect(run).toMatchObject({ state: { packed: ['lamp', 'chair'] }, term: 2, from: { agent: 'packer' }, forks: [] })
  // What was done but not saved is in the log, so that it is not done twice.
  expect(run.log.map(({ content }) => content)).toEqual(['picked the rug'])
  const saved = await successor.runs.checkpoint(
    'order-42',
    { packed: ['lamp', 'chair', 'rug'] },
    { consistency: 'relay' },
  )
  expect(saved).toMatchObject({ version: 3, term: 2, held: true, author: { agent: 'successor' } })

  // The killed agent comes back on its old disk: it takes the run over in its turn, from what its successor saved.
  const returned = startAgent('p11-packer.fixture.ts', [relay.url, storage, 'order-42'])
  await returned.printed('saved 4')
  await returned.kill()
  await expect
    .poll(async () =>
      (await successor.runs.checkpoints('order-42')).map(({ version, author }) => [version, author.agent]),
    )
    .toEqual([
      [0, 'packer'],
      [1, 'packer'],
      [2, 'packer'],
      [2, 'successor'],
      [3, 'successor'],
      [3, 'packer'],
      [4, 'packer'],
    ])
  await expect(successor.runs.checkpoint('order-42', {})).rejects.toMatchObject({ code: 'taken-over' })
  expect((await successor.runs.window('order-42')).map(({ content }) => content)).toEqual([
    'picked the lamp',
    'picked the chair',
    'picked the rug',
    'picked the vase',
  ])
})
