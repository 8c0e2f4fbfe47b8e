import { Memory } from '@commonplace/mem0'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
const ada = { filters: { user_id: 'ada' } }

test('P18 programs written for mem0 share what they remember, and merge what they changed while cut off from each other', async () => {
  const [own, other] = [await team.open('support'), await team.open('billing')]
  const [support, billing] = [new Memory({ memory: own }), new Memory({ memory: other })]
  const [row] = (await support.add('Ada prefers e-mail to phone calls', { userId: 'ada' })).results
  const found = async () => (await billing.search('how should we contact Ada?', ada)).results.map(({ id }) => id)
  await expect.poll(found).toEqual([row!.id])

  own.sync.pause()
  other.sync.pause()
  const writes = Array.from({ length: 10 }, (_, n) => [
    support.add(`support saw order ${n}`, { userId: 'ada', runId: 'orders' }),
    billing.add(`billing saw order ${n}`, { userId: 'ada', runId: 'orders' }),
  ])
  await Promise.all(writes.flat())
  await support.update(row!.id, 'Ada prefers letters')
  own.sync.resume()
  other.sync.resume()
  const rows = async (memory: Memory) =>
    (await memory.getAll({ ...ada, topK: 100 })).results.map(({ memory }) => memory).sort()
  for (const memory of [support, billing]) await expect.poll(async () => (await rows(memory)).length).toBe(21)
  await expect.poll(async () => (await billing.get(row!.id))?.memory).toBe('Ada prefers letters')
  expect(await rows(support)).toEqual(await rows(billing))
  expect((await billing.history(row!.id)).map(({ action }) => action)).toEqual(['UPDATE', 'ADD'])
})

test('P18 a program written for mem0 is told whose a memory is, and deletes its own for everybody', async () => {
  const [own, other] = [await team.open('support'), await team.open('billing')]
  const [support, billing] = [new Memory({ memory: own }), new Memory({ memory: other })]
  await support.add('Ada lives in Rome', { userId: 'ada' })
  const [row] = (await billing.add('Ada pays by card', { userId: 'ada' })).results
  const rows = async () => (await support.getAll(ada)).results.map(({ memory }) => memory)
  await expect.poll(rows).toEqual(['Ada lives in Rome', 'Ada pays by card'])
  await expect(support.update(row!.id, 'Ada pays cash')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(support.delete(row!.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(support.deleteAll({ userId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await rows()).toEqual(['Ada pays by card'])
  await billing.delete(row!.id)
  await expect.poll(rows).toEqual([])
  expect((await support.history(row!.id))[0]).toMatchObject({ action: 'DELETE', previous_value: 'Ada pays by card' })
})

test('P18 what agents wrote beside mem0 is found by its programs, and what those wrote by agents that act for the user', async () => {
  const [own, other] = [await team.open('support'), await team.open('shop', { agent: { id: 'shop', user: 'ada' } })]
  const support = new Memory({ memory: own })
  await other.add('Ada ordered a lamp')
  const rows = async () => (await support.getAll(ada)).results
  await expect.poll(rows).toMatchObject([{ memory: 'Ada ordered a lamp', user_id: 'ada', agent_id: 'shop' }])
  await support.add('Ada wants the lamp in green', { userId: 'ada' })
  await support.add('Bob wants a chair', { userId: 'bob' })
  const found = async () => (await other.search('who wants what?')).map(({ record }) => record.content)
  await expect.poll(found).toEqual(['Ada wants the lamp in green'])
})
