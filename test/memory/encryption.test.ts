import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
const opened: Memory[] = []
const key = new Uint8Array(32).fill(7)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-encrypted-'))
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
  await rm(folder, { recursive: true })
})

async function open(options: Partial<OpenOptions>): Promise<Memory> {
  const memory = await openMemory({
    agent: { id: 'nurse', user: 'wilhelmina' },
    spaces: { 'ward-seven': 'private' },
    storage: folder,
    ...options,
  })
  opened.push(memory)
  return memory
}

/** Which of the words stand in clear in any file below the folder. */
async function found(words: readonly string[]): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const contents = await Promise.all(
    files.filter(file => file.isFile()).map(file => readFile(join(file.parentPath, file.name))),
  )
  return words.filter(word => contents.some(content => content.includes(word)))
}

const words = ['penicillin', 'ward-seven', 'wilhelmina', 'allergies', 'patient/9/allergy']

async function fill(memory: Memory): Promise<void> {
  await memory.add('The patient must not have penicillin', { tags: ['allergies'] })
  await memory.facts.assert('patient/9/allergy', 'penicillin')
}

test('of a memory with a key no word, name of a space, user or fact is in the files; without one they all are', async () => {
  const sealed = await open({ encryption: { key } })
  await fill(sealed)
  await sealed.close()
  expect(await found(words)).toEqual([])
  const again = await open({ encryption: { key } })
  expect(await again.search('penicillin')).toHaveLength(2)
  await again.close()

  const plain = await open({ agent: { id: 'clerk', user: 'wilhelmina' } })
  await fill(plain)
  await plain.close()
  expect(await found(words)).toEqual(words)
})

test('the wrong key, and none, are refused in words, and nothing is changed', async () => {
  const sealed = await open({ encryption: { key } })
  await fill(sealed)
  await sealed.close()
  const wrong = open({ encryption: { key: new Uint8Array(32) } })
  await expect(wrong).rejects.toMatchObject({ name: 'CommonplaceError', code: 'wrong-key' })
  await expect(open({})).rejects.toMatchObject({ name: 'CommonplaceError', code: 'wrong-key' })
  await expect(open({ encryption: { key: 'secret' as never } })).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await (await open({ encryption: { key } })).getAll()).toHaveLength(2)
})

test('a key is changed at an opening, and the former one opens nothing', async () => {
  const next = new Uint8Array(32).fill(8)
  const sealed = await open({ encryption: { key } })
  await fill(sealed)
  await sealed.close()
  const rotated = await open({ encryption: { key: next, formerKeys: [key] } })
  expect(await rotated.getAll()).toHaveLength(2)
  await rotated.close()
  await expect(open({ encryption: { key } })).rejects.toMatchObject({ code: 'wrong-key' })
})
