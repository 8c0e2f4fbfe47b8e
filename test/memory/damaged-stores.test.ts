import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { relayOfTest } from '../fixtures/memories'

let folder: string
const opened: Memory[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-damaged-'))
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
  await rm(folder, { recursive: true })
})

async function open(id: string, options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, storage: folder, ...options })
  opened.push(memory)
  return memory
}

/** As a bit of the disk that turned over, within a text: in every page that has it. */
async function turn(id: string, text: string): Promise<void> {
  const file = join(folder, 'default', id, 'data.mdb')
  const content = await readFile(file)
  expect(content.includes(text)).toBe(true)
  for (let at = content.indexOf(text); at !== -1; at = content.indexOf(text, at + 1)) content[at]! ^= 1
  await writeFile(file, content)
}

const contentsOf = async (memory: Memory) => (await memory.getAll()).map(({ content }) => content)

test('a space with a bit that turned over does not open, says which it is, and the others open without it', async () => {
  const memory = await open('ada')
  await memory.add('For the team')
  await memory.add('Only for me', { space: 'notes' })
  await memory.close()
  await turn('ada', 'Only for me')
  await expect(open('ada')).rejects.toMatchObject({
    code: 'storage-failed',
    message: expect.stringContaining('space "notes" on this device cannot be read'),
    hint: expect.stringContaining('`spaces`'),
  })
  expect(await contentsOf(await open('ada', { spaces: { team: 'shared' } }))).toEqual(['For the team'])
})

test('an unsent write with a bit that turned over goes to nobody', async () => {
  const { url } = await relayOfTest()
  const writer = await open('ada', { relay: { url, paused: true } })
  await writer.add('The price is 100 euro')
  await writer.close()
  await turn('ada', '100 euro')
  await expect(open('ada', { relay: url })).rejects.toMatchObject({ message: expect.stringContaining('"team"') })
  const reader = await open('bob', { relay: url })
  await reader.sync.flush('relay')
  expect(await contentsOf(reader)).toEqual([])
})

test('a list of spaces with a bit that turned over is not taken for a device without these spaces', async () => {
  const memory = await open('ada')
  await memory.spaces.open('diary', { visibility: 'private' })
  await memory.add('Today it rained', { space: 'diary' })
  await memory.close()
  await turn('ada', 'diary')
  await expect(open('ada')).rejects.toMatchObject({
    code: 'storage-failed',
    message: expect.stringContaining('catalog'),
  })
})
