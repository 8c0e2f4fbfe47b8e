import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Core } from '../core'
import type { Memory } from '../index'
import { open } from '../open.fixture'

const spaceOf = (memory: Memory) => (memory as unknown as { core: Core }).core.pool.get('notes')!

/** As another tab of this agent does. */
async function lend(from: Memory, to: Memory): Promise<void> {
  const { replica } = spaceOf(from)
  await spaceOf(to).replica.borrow(await replica.lend())
}

test('what another tab lent is not compacted here: its own store would still have it, and what replaced that would be gone', async () => {
  let now = Date.parse('2026-01-01')
  const openOne = () =>
    open('ada', {
      storage: memoryStorage(),
      clock: () => now,
      retention: [{ keep: '1d' }],
      spaces: { notes: 'private' },
    })
  const [first, second] = [await openOne(), await openOne()]
  const { id } = await first.add('one')
  await lend(first, second)
  for (const content of ['two', 'three']) await second.update(id, { content })
  now += 2 * 86_400_000
  expect(await second.compact()).toEqual({ dropped: [], pinned: 2 })
  await lend(second, first)
  expect((await first.history(id)).map(({ content, state }) => `${content} ${state}`)).toEqual([
    'one superseded',
    'two superseded',
    'three current',
  ])
})
