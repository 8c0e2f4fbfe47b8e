import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Memory } from '../index'
import { open, relayUrl } from '../open.fixture'
import { textOf } from './text-of.fixture'

/** Bob has said of Ada's record what he found. */
async function found(verdict: 'verified' | 'refuted') {
  const relay = await relayUrl()
  const storage = memoryStorage()
  const [ada, bob] = [
    await open('ada', { relay }),
    await open('bob', { relay, storage, agent: { id: 'bob', user: 'eve' } }),
  ]
  const record = await ada.add('SECRET', { consistency: 'relay' })
  await expect.poll(() => bob.get(record.id)).toBeDefined()
  await bob.validate(record.id, verdict, { reason: 'QUOTED', consistency: 'relay' })
  await expect.poll(() => ada.export('team')).toContain('QUOTED')
  return { relay, ada, bob, storage, id: record.id }
}

const confirmations = async (memory: Memory) =>
  (await memory.erasures()).map(({ relay, confirmed }) => [relay, confirmed.map(({ agent }) => agent).sort()])

test.each(['verified', 'refuted'] as const)(
  'what others found of a record that its author erases is deleted by them: %s',
  async verdict => {
    const { ada, bob, storage, id } = await found(verdict)
    const { kept } = await ada.erase({ ids: [id] })
    expect(kept).toHaveLength(1)
    for (const memory of [ada, bob]) await expect.poll(() => memory.export('team')).not.toContain('QUOTED')
    await expect.poll(() => textOf(storage)).not.toContain('QUOTED')
    await expect.poll(() => confirmations(ada)).toEqual([['confirmed', ['ada', 'bob']]])
  },
)

test('what an agent found is erased with all that is about its user, and it may look again', async () => {
  const { ada, bob, storage, id } = await found('verified')
  const { erased, receipts } = await bob.erase({ subject: 'eve' })
  expect([erased.length, receipts[0]?.relay]).toEqual([1, 'confirmed'])
  for (const memory of [ada, bob]) await expect.poll(() => memory.export('team')).not.toContain('QUOTED')
  expect(await textOf(storage)).not.toContain('QUOTED')
  expect((await ada.get(id))?.status).not.toBe('verified')
  await bob.validate(id, 'verified', { reason: 'once more', consistency: 'relay' })
  await expect.poll(async () => (await ada.get(id))?.status).toBe('verified')
  await bob.getAll({ maxStaleness: 0 })
  expect(await bob.export('team')).toContain('once more')
})

test('where a curator erases what was found of a record that is about somebody else, the record stays', async () => {
  const relay = await relayUrl()
  const curators = ['bob']
  const ada = await open('ada', { relay, curators })
  const bob = await open('bob', { relay, curators, agent: { id: 'bob', user: 'eve' } })
  const record = await ada.add('open', { consistency: 'relay' })
  await expect.poll(() => bob.get(record.id)).toBeDefined()
  await bob.validate(record.id, 'verified', { reason: 'QUOTED', consistency: 'relay' })
  expect((await bob.erase({ subject: 'eve' })).erased).toHaveLength(1)
  await expect.poll(() => ada.export('team')).not.toContain('QUOTED')
  await ada.getAll({ maxStaleness: 0 })
  expect(await ada.get(record.id)).toMatchObject({ content: 'open', status: 'plain' })
})
