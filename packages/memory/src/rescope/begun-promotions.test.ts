import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { textOf } from '../erase/text-of.fixture'
import { open } from '../open.fixture'

test('what a process promoted that was killed before it wrote so down is written down by the next one, and can be taken back', async () => {
  const spaces = { team: 'shared', notes: 'private' } as const
  const storage = memoryStorage()
  const ada = await open('ada', { storage, spaces })
  for (const n of [1, 2, 3]) await ada.add(`note ${n}`, { space: 'notes' })
  let [isThere, mayEnd] = [() => {}, () => {}]
  const there = new Promise<void>(resolve => (isThere = resolve))
  const end = new Promise<void>(resolve => (mayEnd = resolve))
  const policy = async ({ content }: { content: string }) => {
    if (content !== 'note 3') return true
    isThere()
    await end
    return false
  }
  const promoting = ada.promote({ filter: { space: 'notes' } }, { to: 'team', policy, reason: 'for all' })
  await there
  await expect.poll(async () => (await ada.getAll({ filter: { space: 'team' } })).length).toBe(2)
  await ada.sync.flush('local')
  const killed = memoryStorage({ from: storage.disk.copy() })
  mayEnd()
  const { token } = await promoting
  expect(await textOf(storage)).not.toContain('promoting')

  const resumed = await open('ada', { storage: memoryStorage({ from: killed.disk.copy() }), spaces })
  expect(await resumed.promote({ filter: { space: 'notes' } }, { to: 'team' })).toMatchObject({
    changed: { length: 1 },
    unchanged: 2,
  })
  expect((await resumed.rescopings()).map(({ changes }) => changes[0]?.records)).toEqual([2, 1])

  const again = await open('ada', { storage: killed, spaces })
  const changes = [
    { space: 'notes', did: 'shared', records: 2, other: 'team' },
    { space: 'team', did: 'promoted', records: 2 },
  ]
  await expect
    .poll(() => again.rescopings())
    .toMatchObject([{ token, by: { agent: 'ada' }, reason: 'for all', changes }])
  await expect.poll(() => textOf(killed)).not.toContain('promoting')
  expect((await again.undo(token!)).changed).toHaveLength(2)
  expect(await again.getAll({ filter: { space: 'team' } })).toEqual([])
})
