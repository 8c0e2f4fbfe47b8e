import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, openMemory } from '@commonplace/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
const opened: Memory[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-stores-'))
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
  await rm(folder, { recursive: true })
})

async function open(id: string, tenant?: string): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, tenant, storage: join(folder, 'stores') })
  opened.push(memory)
  return memory
}

test("an agent's second store is never the store of an agent whose name looks like it", async () => {
  const other = await open('support-2')
  await other.add('For the eyes of support-2 only', { space: 'notes' })
  await other.close()
  const both = [await open('support'), await open('support')]
  for (const memory of both) expect(await memory.getAll({ scope: 'all' })).toEqual([])
})

test.each(['..', '.', 'é'.repeat(128), '😀'.repeat(64), 'a/../../b'])(
  'an agent named %s has a store inside the folder, and finds it again',
  async id => {
    const memory = await open(id, '..')
    await memory.add('Ada prefers e-mail')
    await memory.close()
    expect(await readdir(folder)).toEqual(['stores'])
    expect((await (await open(id, '..')).getAll()).length).toBe(1)
  },
)
