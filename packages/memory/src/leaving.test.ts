import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openMemory } from './index'

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
