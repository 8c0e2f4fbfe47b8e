import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { textOf } from '../../packages/memory/src/erase/text-of.fixture'

let folder: string
const opened: Memory[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-stores-'))
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
  await rm(folder, { recursive: true })
})

async function open(id: string, options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, storage: join(folder, 'stores'), ...options })
  opened.push(memory)
  return memory
}

/** Whether a store's files have this text somewhere. */
async function holds(store: string, text: string): Promise<boolean> {
  return (await readFile(join(folder, 'stores', 'default', store, 'data.mdb'))).includes(text)
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
    const memory = await open(id, { tenant: '..' })
    await memory.add('Ada prefers e-mail')
    await memory.close()
    expect(await readdir(folder)).toEqual(['stores'])
    expect((await (await open(id, { tenant: '..' })).getAll()).length).toBe(1)
  },
)

test('what a second process of an agent left in its store is taken in by the next that opens, private notes included', async () => {
  const [first, second] = [await open('support'), await open('support')]
  await first.add('The first said this')
  const kept = await second.add('The second said this')
  await second.add('Only for me', { space: 'notes' })
  await Promise.all([first.close(), second.close()])
  const said = async (memory: Memory) => (await memory.getAll()).map(({ content }) => content).sort()
  const all = ['Only for me', 'The first said this', 'The second said this']
  const next = await open('support')
  await expect.poll(() => said(next)).toEqual(all)
  expect((await next.get(kept.id))?.content).toBe('The second said this')
  await next.close()
  expect(await said(await open('support'))).toEqual(all)
})

test('artifacts that a second process left are taken in with its notes: one that was not sent goes to the relay, a private one stays here', async () => {
  const { url, close } = await startRelay({ data: memoryStorage(), insecure: true })
  onTestFinished(close)
  const [first, second] = [await open('support'), await open('support', { relay: { url, paused: true } })]
  await second.add('The second said this', { space: 'notes' })
  const own = await second.artifacts.put('A private text', { summary: 'What it read', space: 'notes' })
  const shared = await second.artifacts.put('A long text', { summary: 'What it found' })
  await Promise.all([first.close(), second.close()])
  const [next, other] = [await open('support', { relay: url }), await open('billing', { relay: url })]
  await expect.poll(async () => (await next.getAll()).length).toBe(3)
  await expect.poll(async () => (await other.getAll()).map(({ content }) => content)).toEqual(['What it found'])
  expect((await other.artifacts.open(shared.id)).text).toBe('A long text')
  await expect.poll(() => holds('support@2', 'A private text')).toBe(false)
  await expect.poll(() => next.sync.status.value.pendingArtifacts).toBe(0)
  await next.close()
  const again = await open('support')
  expect((await again.artifacts.open(own.id)).text).toBe('A private text')
  expect((await again.artifacts.open(shared.id)).text).toBe('A long text')
})

test('what the relay refused of a second process is shown to the next that opens, once', async () => {
  const { url, close } = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 2048 } })
  onTestFinished(close)
  const both = [await open('support', { relay: url }), await open('support', { relay: url })]
  const refused = await both[1]!.add('x'.repeat(4000))
  await expect(refused.durable('relay')).rejects.toMatchObject({ code: 'too-large' })
  await Promise.all(both.map(memory => memory.close()))
  for (const _ of ['taken in', 'there']) {
    const next = await open('support', { relay: url })
    await expect.poll(() => next.sync.refused()).toMatchObject([{ code: 'too-large', ids: [refused.id] }])
    await next.close()
  }
})

test('an artifact that a second process left and whose record was erased meanwhile leaves this device and the relay', async () => {
  const data = memoryStorage()
  const { url, close } = await startRelay({ data, insecure: true })
  onTestFinished(close)
  const [first, second] = [await open('support', { relay: url }), await open('support', { relay: url })]
  const { id } = await second.artifacts.put('The LONG TEXT', { summary: 'What it found', consistency: 'relay' })
  await second.close()
  await expect.poll(async () => (await first.getAll()).length).toBe(1)
  await first.erase({ ids: [id] })
  await first.close()
  const next = await open('support', { relay: url })
  await expect.poll(() => textOf(data)).not.toContain('LONG TEXT')
  for (const store of ['support', 'support@2']) await expect.poll(() => holds(store, 'LONG TEXT')).toBe(false)
  await next.close()
})

test('a store that another process has open is left alone', async () => {
  const [first, second] = [await open('support'), await open('support')]
  const held = await second.add('Still at work')
  await first.close()
  const next = await open('support')
  await next.add('A turn of the loop and a commit later')
  expect((await next.getAll()).length).toBe(1)
  expect((await second.get(held.id))?.content).toBe('Still at work')
  await second.add('And on')
  expect((await second.getAll()).length).toBe(2)
})

test('a store that was left under another key is told as an error, and keeps no other from being taken in', async () => {
  const storage = join(folder, 'stores')
  const first = await open('support')
  const sealed = await openMemory({
    agent: { id: 'support' },
    storage,
    encryption: { key: new Uint8Array(32).fill(7) },
  })
  const third = await open('support')
  await third.add('The third said this')
  await Promise.all([first.close(), sealed.close(), third.close()])
  const next = await open('support')
  const told = new Promise(resolve => next.on('error', resolve))
  await expect.poll(async () => (await next.getAll()).map(({ content }) => content)).toEqual(['The third said this'])
  expect(await told).toMatchObject({
    during: 'taking in a left store',
    error: { name: 'CommonplaceError', code: 'wrong-key' },
  })
})

test('a store that is deleted while it is open is said to be lost: writes fail aloud, and what is in memory can be kept', async () => {
  const memory = await openMemory({ agent: { id: 'support' }, storage: join(folder, 'stores') })
  const during: string[] = []
  memory.on('error', trouble => during.push(trouble.during))
  await memory.add('before')
  await rm(join(folder, 'stores'), { recursive: true })
  await expect(memory.add('after')).rejects.toMatchObject({
    code: 'storage-failed',
    message: expect.stringContaining('was deleted or moved away while it was open'),
  })
  expect(memory.storage.status.value.lost).toMatchObject({ code: 'storage-failed', hint: 'open it again to go on' })
  expect(during).toContain('storing')
  const text = await memory.export('team')
  await expect(memory.close()).rejects.toMatchObject({ code: 'storage-failed' })
  const again = await open('support')
  await again.import(text)
  // What failed aloud was in memory as well.
  expect((await again.getAll()).map(({ content }) => content).sort()).toEqual(['after', 'before'])
})
