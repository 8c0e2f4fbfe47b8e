import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Core } from '../core'
import { encodeRecord, recordKey } from '../model'
import { openMemory } from '../open-memory'
import { signature } from '../signature'
import { stringToRecordId } from './record-id'

test('pointers that go round, or to what is not there, lead nowhere and hold nobody up', async () => {
  const spaces = { team: 'shared', orders: 'shared' } as const
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage(), spaces })
  const { core } = memory as unknown as { core: Core }
  const [one, other, lost] = [
    await memory.add('one'),
    await memory.add('other', { space: 'orders' }),
    await memory.add('lost'),
  ]
  const built = await memory.add('built on all', { derivedFrom: [one.id, other.id] })
  const onLost = await memory.add('built on what is elsewhere', { derivedFrom: [lost.id] })
  const point = async (from: string, to: string) => {
    const { space: name, dot } = stringToRecordId(from)!
    const rest = {
      type: 'tombstone',
      kind: 'semantic',
      content: '',
      tags: [],
      derivedFrom: [],
      status: 'plain',
    } as const
    const payload = encodeRecord({ ...rest, ...signature(core, undefined), movedTo: to })
    await core.pool
      .get(name)!
      .append([{ key: recordKey(dot), parents: [dot], payload }])
      .reached('local')
  }
  await point(one.id, other.id)
  await point(other.id, one.id)
  await point(lost.id, 'elsewhere.0.zz.7')
  for (const { id } of [one, other, lost]) expect(await memory.get(id)).toBeUndefined()
  expect((await memory.history(one.id)).map(({ state }) => state)).toEqual(['superseded', 'retracted'])
  await expect(memory.add('later', { derivedFrom: [one.id] })).rejects.toMatchObject({ code: 'support-gone' })
  // A loop closes nothing and holds nothing up; what is not here counts as standing.
  expect((await memory.get(built.id))?.content).toBe('built on all')
  expect(await memory.get(onLost.id)).toMatchObject({ trust: 'unknown', supports: [{ standing: 'open' }] })
  await memory.close()
})
