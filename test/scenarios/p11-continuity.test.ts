import { expect, test } from 'vitest'
import { agentOfTest, relayProcessOfTest } from '../fixtures/agents-of-test'
import { folderOfTest } from '../fixtures/folders'
import { memoryOfTest } from '../fixtures/memories'

const packer = new URL('p11-packer.fixture.ts', import.meta.url)
const agentOf = (id: string) => ({ agent: { id, user: 'ada', app: 'shop' } })

test('P11 an agent killed in the middle of a task is succeeded by another, which goes on from its checkpoint', async () => {
  const relay = await relayProcessOfTest()
  const storage = await folderOfTest()
  const first = agentOfTest(packer, [relay.url, storage, 'order-42'])
  await first.printed('stuck')
  await first.kill()

  const successor = await memoryOfTest('successor', { ...agentOf('successor'), relay: relay.url })
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
  const returned = agentOfTest(packer, [relay.url, storage, 'order-42'])
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
