import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from '../core'
import { openMemory } from '../open-memory'
import { SpaceViews } from './space-views'

test('while a space is opened nobody is told of what was there, whatever is written elsewhere meanwhile', async () => {
  const spaces = { team: 'private', attic: 'private' } as const
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage(), spaces })
  const notes = Array.from({ length: 1_000 }, (_, at) => ({ memory: `note ${at}` }))
  await memory.import(JSON.stringify(notes), { format: 'mem0', space: 'attic' })
  const { pool } = (memory as unknown as { core: Core }).core
  await pool.discard('attic')
  const told: string[] = []
  memory.on('change', ({ records }) => told.push(...records.map(({ content }) => content)))
  let added: Promise<unknown> | undefined
  memory.on('progress', ({ space, indexed, total }) => {
    if (space === 'attic' && indexed < total) added ??= memory.add('written meanwhile', { space: 'team' })
  })
  await pool.acquire('attic')
  expect(added).toBeDefined()
  await added
  await memory.add('written later', { space: 'attic' })
  await expect.poll(() => told).toEqual(['written meanwhile', 'written later'])
  expect(await memory.getAll()).toHaveLength(1_002)
  await memory.close()
})

test('who closes lists no records: nothing is kept up with them any more', async () => {
  const listed = vi.spyOn(SpaceViews.prototype, 'indexed')
  onTestFinished(() => listed.mockRestore())
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  await memory.add('The lamp is broken')
  await memory.close()
  expect(listed).not.toHaveBeenCalled()
})

test('keys whose time comes are kept apart, so that nobody who asks for them looks at all others', async () => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  const { projection, pool } = (memory as unknown as { core: Core }).core
  await memory.add('The lamp is broken')
  const note = await memory.add('The lift is out of order', { expires: '1h' })
  const trip = await memory.add('The bridge is closed', { validTo: new Date(Date.now() + 1_000_000) })
  await projection.completed()
  const turns = () => [...projection.until(pool.get('team')!)!.values()]
  expect(turns()).toEqual([note.expires!.getTime(), trip.validTo!.getTime()])
  await memory.retract(note.id, 'repaired')
  await projection.completed()
  expect(turns()).toEqual([trip.validTo!.getTime()])
  await memory.close()
})
