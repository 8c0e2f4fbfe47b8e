import { type Memory, openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { rangeOf, StorageError } from '@commonplace/storage'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { memoryOfTest, teamOfEachTest, untilSeen } from '../fixtures/memories'

const team = teamOfEachTest()

/** About a megabyte, in which no two lines are alike, with letters of one to four bytes. */
const report = Array.from(
  { length: 20_000 },
  (_, at) => `line ${at}: pallets moved, 12 °C, zażółć 日本 🦊 "${at * 7}"`,
).join('\n')

test('an artifact is kept beside the memory, found by its summary, and opened by another agent', async () => {
  const [writer, reader] = [await team.open('writer'), await team.open('reader')]
  const record = await writer.artifacts.put(report, {
    summary: 'Report on the warehouse fire of March',
    title: 'Fire',
    tags: ['fire'],
    type: 'text/markdown',
    consistency: 'relay',
  })
  expect(record.content).toBe('Report on the warehouse fire of March')
  await untilSeen(reader, async () => (await reader.search('warehouse fire')).length > 0)
  const [hit] = await reader.search('warehouse fire')
  expect(hit?.record.id).toBe(record.id)
  expect(await reader.search('pallets moved')).toEqual([])
  const { text, type } = await reader.artifacts.open(hit!.record.id)
  expect(text === report).toBe(true)
  expect(type).toBe('text/markdown')
  const packet = await reader.context({ query: 'what burned in the warehouse?' })
  expect(JSON.parse(packet.text.split('\n')[1]!)).toMatchObject({ artifact: true })
  expect(packet.tokens).toBeLessThan(120)
  expect(reader.spaces.list().map(({ name }) => name)).toEqual(writer.spaces.list().map(({ name }) => name))
  expect(packet.citations[0]?.id).toBe(record.id)
})

test('what was put without a relay is sent by a later session, and opened by who waits for it', async () => {
  const storage = memoryStorage()
  const alone = await memoryOfTest('writer', { storage })
  const { id } = await alone.artifacts.put(report, { summary: 'Report on the flood of May', consistency: 'local' })
  await alone.close()
  const reader = await team.open('reader')
  const writer = await team.open('writer', { storage: memoryStorage({ from: storage.disk }) })
  await untilSeen(reader, async () => (await reader.search('flood')).length > 0)
  expect((await reader.artifacts.open(id)).text === report).toBe(true)
  await reader.sync.pause()
  expect((await reader.artifacts.open(id)).text === report).toBe(true)
  const late = await team.open('late')
  await untilSeen(late, async () => (await late.search('flood')).length > 0)
  late.sync.pause()
  await expect(late.artifacts.open(id)).rejects.toMatchObject({ code: 'offline' })
  const [plain] = [await writer.add('nothing large about it')]
  await expect(writer.artifacts.open(plain.id)).rejects.toMatchObject({ code: 'unknown-record' })
})

test('the sync status counts artifacts that the relay does not have whole, and a flush waits for them', async () => {
  const storage = memoryStorage()
  const writer = await team.open('writer', { storage })
  writer.sync.pause()
  const { id } = await writer.artifacts.put(report, { summary: 'Report on the storm of July', consistency: 'local' })
  await writer.artifacts.put('short', { summary: 'A note of ours', space: 'notes' })
  expect(writer.sync.status.value.pendingArtifacts).toBe(1)
  const enough = new AbortController()
  const waiting = writer.sync.flush('relay', { signal: enough.signal })
  enough.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await writer.close()

  const again = await team.open('writer', { storage: memoryStorage({ from: storage.disk }) })
  const seen: number[] = []
  again.sync.status.subscribe(({ pendingArtifacts }) => seen.push(pendingArtifacts))
  await again.sync.flush('relay')
  expect(again.sync.status.value.pendingArtifacts).toBe(0)
  await expect.poll(() => seen.at(-1)).toBe(0)
  await again.close()
  const reader = await team.open('reader')
  await untilSeen(reader, async () => (await reader.search('storm')).length > 0)
  expect((await reader.artifacts.open(id)).text === report).toBe(true)
  const last = await team.open('writer', { storage: memoryStorage({ from: storage.disk }) })
  last.sync.status.subscribe(({ pendingArtifacts }) => seen.push(100 + pendingArtifacts))
  await last.artifacts.open(id)
  expect(seen.filter(count => count > 100)).toEqual([])
})

/** Everything that a store holds, as text. */
async function bytesOf(storage: MemoryStorage): Promise<string> {
  let text = ''
  for await (const { key, value } of storage.range(Uint8Array.of(0), Uint8Array.of(255)))
    text += Buffer.from(key).toString('latin1') + Buffer.from(value).toString('latin1')
  return text
}

/** A storage that tells when the first parts of the report are on its disk, before their writer goes on. */
function toldOfParts(storage: MemoryStorage, tell: () => void): MemoryStorage {
  let isTold = false
  return {
    ...storage,
    async commit(operations) {
      await storage.commit(operations)
      if (isTold || !(await bytesOf(storage)).includes('pallets moved')) return
      isTold = true
      tell()
    },
  }
}

test('an artifact goes with its record when that is erased: from its author, a reader, and the relay', async () => {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true })
  onTestFinished(() => relay.close())
  const stores = [memoryStorage(), memoryStorage()] as const
  const writer = await memoryOfTest('writer', { relay: relay.url, storage: stores[0] })
  const reader = await memoryOfTest('reader', { relay: relay.url, storage: stores[1] })
  const { id } = await writer.artifacts.put(report.slice(0, 200_000), {
    summary: 'Report on the theft of June',
    consistency: 'relay',
  })
  await untilSeen(reader, async () => (await reader.search('theft')).length > 0)
  await reader.artifacts.open(id)
  for (const store of stores) expect(await bytesOf(store)).toContain('pallets moved')
  const { length } = await bytesOf(data)
  const { receipts } = await writer.erase({ ids: [id] })
  expect(receipts[0]?.confirmed.map(({ agent }) => agent)).toContain('writer')
  expect(await bytesOf(stores[0])).not.toContain('pallets moved')
  await expect.poll(() => bytesOf(stores[1])).not.toContain('pallets moved')
  expect((await bytesOf(data)).length).toBeLessThan(length / 4)
  await expect(reader.artifacts.open(id)).rejects.toMatchObject({ code: 'unknown-record' })
})

test('what the summary is refused for, or is called off, is nowhere: not here, not at the relay, not in the status', async () => {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true })
  onTestFinished(() => relay.close())
  const enough = new AbortController()
  const disk = memoryStorage()
  const storage = toldOfParts(disk, () => enough.abort(new Error('enough')))
  const writer = await memoryOfTest('writer', { relay: relay.url, storage })
  await writer.sync.flush('relay')
  const tooLong = { summary: 'x'.repeat(100_000) }
  await expect(writer.artifacts.put(report, tooLong)).rejects.toMatchObject({ code: 'content-too-large' })
  for (const each of [disk, data]) expect(await bytesOf(each)).not.toContain('pallets moved')
  const calledOff = { summary: 'Report on the flood of May', signal: enough.signal }
  await expect(writer.artifacts.put(report, calledOff)).rejects.toThrow('enough')
  expect(enough.signal.aborted).toBe(true)
  for (const each of [disk, data]) await expect.poll(() => bytesOf(each)).not.toContain('pallets moved')
  expect(writer.sync.status.value.pendingArtifacts).toBe(0)
})

/** A memory whose disk is gone from a commit on which `isLast` picks; resolves then, to what was on it. */
async function killedAt(isLast: (text: string) => boolean, work: (memory: Memory) => Promise<unknown>, relay?: string) {
  const disk = memoryStorage()
  let isOver = false
  let tell: () => void
  const killed = new Promise<void>(resolve => {
    tell = resolve
  })
  const storage: MemoryStorage = {
    ...disk,
    async commit(operations) {
      isOver ||= operations.some(each => 'put' in each && isLast(Buffer.from(each.value).toString('latin1')))
      if (!isOver) return disk.commit(operations)
      tell()
      throw new StorageError('failed', 'the process was killed')
    },
  }
  const memory = await openMemory({ agent: { id: 'writer' }, storage, relay })
  const worked = work(memory)
  await killed
  const left = memoryStorage({ from: disk.disk.copy() })
  await Promise.allSettled([worked, memory.close()])
  return left
}

async function notesIn(storage: MemoryStorage): Promise<unknown[]> {
  const notes: unknown[] = []
  for await (const { value } of storage.range(...rangeOf('artifacts')))
    notes.push(JSON.parse(Buffer.from(value).toString()))
  return notes
}

test('what a process that was killed while it put an artifact left is cleared by the next one, here and at the relay', async () => {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true })
  onTestFinished(() => relay.close())
  const put = (memory: Memory) =>
    memory.artifacts.put(report, { summary: 'A summary that was never written', consistency: 'relay' })
  const left = await killedAt(text => text.includes('never written'), put, relay.url)
  expect(await notesIn(left)).toMatchObject([{ isUnsent: true }])
  for (const each of [left, data]) expect(await bytesOf(each)).toContain('pallets moved')

  const alone = await memoryOfTest('writer', { storage: left })
  await expect.poll(() => notesIn(left)).toMatchObject([{ isUnsent: false }])
  await alone.close()
  const storage = memoryStorage({ from: left.disk })
  const again = await memoryOfTest('writer', { relay: relay.url, storage })
  for (const each of [storage, data]) await expect.poll(() => bytesOf(each)).not.toContain('pallets moved')
  await expect.poll(() => notesIn(storage)).toEqual([])
  expect(again.sync.status.value.pendingArtifacts).toBe(0)
})

test('an artifact whose record was written before its process was killed is noted with it, and sent', async () => {
  const put = (memory: Memory) =>
    memory.artifacts.put(report, { summary: 'Report on the hail of June', consistency: 'local' })
  const left = await killedAt(text => text.startsWith('{') && text.includes('"key"'), put)
  expect(await notesIn(left)).toEqual([expect.not.objectContaining({ key: expect.anything() })])

  const again = await team.open('writer', { storage: left })
  await expect.poll(() => notesIn(left)).toMatchObject([{ key: expect.anything(), isUnsent: false }])
  const reader = await team.open('reader')
  await untilSeen(reader, async () => (await reader.search('hail')).length > 0)
  const [hit] = await reader.search('hail')
  expect((await reader.artifacts.open(hit!.record.id)).text === report).toBe(true)
  await again.close()
})

test('an artifact of a space that the relay keeps from this agent holds up none of the others', async () => {
  const everything: ('discover' | 'read' | 'append' | 'curate')[] = ['discover', 'read', 'append', 'curate']
  const rules = [{ tenant: 'shop', space: 'team', rights: everything }]
  const relay = await startLoopbackRelay({ policy: { version: 1, rules } })
  onTestFinished(() => relay.close())
  const writer = await memoryOfTest('writer', {
    ...{ tenant: 'shop', spaces: { team: 'shared', billing: 'shared' } },
    ...{ relay: { url: 'ws://loopback', openSocket: relay.openSocket }, storage: memoryStorage() },
  })
  const errors: string[] = []
  writer.on('error', ({ during }) => errors.push(during))
  await writer.artifacts.put(report, { summary: 'Invoices of May', space: 'billing' })
  await expect.poll(() => errors).toContain('sending artifacts')
  await writer.artifacts.put(report, { summary: 'Report on the flood of May' })
  await expect.poll(() => writer.sync.status.value.pendingArtifacts).toBe(1)
})
