import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openMemory } from '../index'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leaving-'))
})

afterEach(() => rm(folder, { recursive: true }))

const open = () => openMemory({ agent: { id: 'ada' }, storage: folder })

test('who opens a memory that is being closed takes its store over, and the next one gets another', async () => {
  const first = await open()
  await first.add('kept from one route to the next')
  const closing = first.close()
  const [second, third] = await Promise.all([open(), open()])
  const found = await Promise.all([second, third].map(async memory => (await memory.getAll()).length))
  expect(found.sort()).toEqual([0, 1])
  await closing
  await Promise.all([second.close(), third.close()])
  expect(await readdir(join(folder, 'default'))).toEqual(['ada', 'ada@2'])
})

test('what is called before closing is carried out, also by verbs whose part is loaded with the call', async () => {
  const first = await open()
  const { id } = await first.add('the lamp is in the cellar')
  const calls = [
    first.update(id, { content: 'the lamp is in the attic' }),
    first.facts.assert('lamp/room', 'attic'),
    first.work.tasks.add('bring the lamp down'),
  ]
  await first.close()
  await Promise.all(calls)
  const second = await open()
  expect((await second.get(id))?.content).toBe('the lamp is in the attic')
  expect((await second.facts.get('lamp/room'))?.value).toBe('attic')
  expect(await second.work.tasks.list()).toHaveLength(1)
  await second.close()
})
