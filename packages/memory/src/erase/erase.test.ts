import { keyToParts, rangeOf } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Embedder } from '../index'
import { open, relayUrl } from '../open.fixture'
import { textOf } from './text-of.fixture'

test('alone, a record is gone with its history, from a shared space, a private one, and the store', async () => {
  const storage = memoryStorage()
  const memory = await open('ada', { storage })
  const shared = await memory.add('SECRET in the team')
  await memory.update(shared.id, { content: 'SECRET still' })
  const own = await memory.add('SECRET of mine', { space: 'notes' })
  const made = await memory.add('a summary', { derivedFrom: [shared.id] })
  const fact = await memory.facts.assert('SECRET/name', 'SECRET value')
  const ids = [shared.id, own.id, fact.record.id]
  expect(await memory.erase({ ids }, { dryRun: true })).toMatchObject({ derived: [made.id], receipts: [] })
  expect(await memory.get(shared.id)).toBeDefined()
  const report = await memory.erase({ ids })
  expect(report.erased).toHaveLength(4)
  expect(report.receipts.map(({ relay, outstanding }) => [relay, outstanding])).toEqual([
    ['none', []],
    ['none', []],
  ])
  expect(await memory.getAll({ scope: 'all' })).toHaveLength(1)
  for (const id of [shared.id, own.id])
    await expect(memory.history(id)).rejects.toMatchObject({ code: 'unknown-record', hint: 'it was erased' })
  expect(await textOf(storage)).not.toContain('SECRET')
  expect(await textOf(storage)).toContain('a summary')
  await memory.add('what is written after it stays')
  await memory.close()
  const again = await open('ada', { storage: memoryStorage({ from: storage.disk }) })
  expect((await again.getAll({ scope: 'all' })).map(({ content }) => content)).toEqual([
    'a summary',
    'what is written after it stays',
  ])
})

test('what is erased in a private space while a relay is there leaves this device, and no relay has to answer', async () => {
  const storage = memoryStorage()
  const memory = await open('ada', { storage, relay: await relayUrl() })
  const errors: unknown[] = []
  memory.on('error', error => errors.push(error))
  const own = await memory.add('SECRET of mine', { space: 'notes' })
  const { receipts } = await memory.erase({ ids: [own.id] })
  expect(receipts.map(({ relay, outstanding }) => [relay, outstanding])).toEqual([['none', []]])
  expect(await textOf(storage)).not.toContain('SECRET')
  expect(errors).toEqual([])
})

test('what others wrote is kept and named, unless a curator erases it', async () => {
  const relay = await relayUrl()
  const curators = ['privacy']
  const [ada, bob, privacy] = await Promise.all(['ada', 'bob', 'privacy'].map(id => open(id, { relay, curators })))
  const record = await ada!.add('of Ada', { consistency: 'relay' })
  await expect.poll(() => bob!.get(record.id)).toBeDefined()
  expect(await bob!.erase({ ids: [record.id] })).toMatchObject({ erased: [], kept: [record.id], receipts: [] })
  expect(await bob!.get(record.id)).toBeDefined()
  await expect.poll(() => privacy!.get(record.id)).toBeDefined()
  expect(await privacy!.erase({ filter: { author: 'ada' }, scope: 'all' })).toMatchObject({ kept: [] })
  for (const memory of [ada!, bob!]) await expect.poll(() => memory.get(record.id)).toBeUndefined()
  await expect.poll(async () => (await privacy!.erasures())[0]?.outstanding).toEqual([])
})

test('a record is gone also where its first version was compacted before, or is somebody else’s', async () => {
  const relay = await relayUrl()
  let now = Date.now()
  const storage = memoryStorage()
  const curators = ['bob']
  const retention = [{ keep: '1h' }]
  const ada = await open('ada', { relay, storage, retention, curators, clock: () => now })
  const bob = await open('bob', { relay, curators, clock: () => now })
  const compacted = await ada.add('the first words')
  await ada.update(compacted.id, { content: 'SECRET words' })
  const shared = await ada.add('said by Ada', { consistency: 'relay' })
  await expect.poll(() => bob.get(shared.id)).toBeDefined()
  await bob.update(shared.id, { content: 'SECRET of Bob’s', consistency: 'relay' })
  now += 2 * 3_600_000
  await ada.sync.flush('relay')
  expect((await ada.compact()).dropped).toContain(compacted.id)
  expect(await ada.erase({ ids: [compacted.id] })).toMatchObject({ kept: [] })
  expect(await ada.get(compacted.id)).toBeUndefined()
  await expect.poll(() => bob.get(compacted.id)).toBeUndefined()
  expect((await bob.getAll({ scope: 'all' })).map(({ content }) => content)).toEqual(['SECRET of Bob’s'])
  // Of Ada's version too, which a curator may erase.
  await bob.erase({ ids: [shared.id] })
  await expect.poll(async () => (await ada.getAll({ scope: 'all' })).length).toBe(0)
  await expect.poll(async () => (await bob.erasures()).flatMap(({ outstanding }) => outstanding)).toEqual([])
  expect(await textOf(storage)).not.toContain('SECRET')
})

test('an agent is outstanding while its store for one of its users has not confirmed', async () => {
  const relay = await relayUrl()
  const agentFor = (user: string) => ({ relay, agent: { id: 'ada', user } })
  const stores = [memoryStorage(), memoryStorage()] as const
  const ofEve = await open('ada', { ...agentFor('eve'), storage: stores[0] })
  const ofBob = await open('ada', { ...agentFor('bob'), storage: stores[1] })
  const { id } = await ofEve.add('SECRET of Eve’s', { consistency: 'relay' })
  await ofBob.add('of Bob’s', { consistency: 'relay' })
  await expect.poll(() => ofBob.get(id)).toBeDefined()
  await ofBob.close()
  await ofEve.erase({ ids: [id] })
  const outstanding = async () => (await ofEve.erasures())[0]
  await expect.poll(outstanding).toMatchObject({ confirmed: [{ agent: 'ada', stores: 1 }], outstanding: ['ada'] })
  const again = memoryStorage({ from: stores[1].disk })
  expect(await textOf(again)).toContain('SECRET')
  await open('ada', { ...agentFor('bob'), storage: again })
  await expect.poll(outstanding).toMatchObject({ confirmed: [{ agent: 'ada', stores: 2 }], outstanding: [] })
  expect(await textOf(again)).not.toContain('SECRET')
})

test('a fact can be asserted anew by who has seen it erased; what was said before does not come back', async () => {
  const relay = await relayUrl()
  const [ada, bob] = [await open('ada', { relay }), await open('ada', { relay })]
  const { record } = await ada.facts.assert('ada/phone', '4711', { consistency: 'relay' })
  await expect.poll(() => bob.facts.get('ada/phone')).toBeDefined()
  bob.sync.pause()
  await bob.facts.assert('ada/phone', '4712')
  await ada.erase({ ids: [record.id] })
  await ada.facts.assert('ada/phone', 'by consent', { consistency: 'relay' })
  bob.sync.resume()
  await bob.sync.flush('relay')
  await expect.poll(async () => (await bob.facts.get('ada/phone'))?.value).toBe('by consent')
  expect(await ada.facts.get('ada/phone')).toMatchObject({ settled: true, value: 'by consent' })
})

test('what was promoted is told when the private record that it was made from is erased', async () => {
  const memory = await open('ada', { spaces: { notes: 'private', team: 'shared' } })
  const { id } = await memory.add('mine', { space: 'notes' })
  const { changed } = await memory.promote({ ids: [id] }, { to: 'team' })
  expect((await memory.erase({ ids: [id] })).derived).toEqual([changed[0]!.to])
})

test('with a relay that is away it is done here at once for readers, and carried out when the relay is back', async () => {
  const relay = await relayUrl()
  const storage = memoryStorage()
  const memory = await open('ada', { relay, storage })
  const record = await memory.add('SECRET', { consistency: 'relay' })
  memory.sync.pause()
  const report = await memory.erase({ ids: [record.id] })
  expect(report.receipts).toMatchObject([{ relay: 'outstanding', outstanding: ['ada'] }])
  expect(await memory.get(record.id)).toBeUndefined()
  memory.sync.resume()
  await expect.poll(async () => (await memory.erasures())[0]?.relay).toBe('confirmed')
  expect(await textOf(storage)).not.toContain('SECRET')
})

test('nothing is erased by an empty filter, an unknown id or a wrong selection', async () => {
  const memory = await open('ada')
  await expect(memory.erase({ filter: {} })).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.erase({ ids: ['team.0.abc.1'] })).rejects.toMatchObject({ code: 'unknown-record' })
  await expect(memory.erase({} as never)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await memory.erase({ subject: 'nobody' })).toMatchObject({ erased: [], receipts: [] })
})

/** An embedder that remembers what it was asked. */
function embedderOf(id: string): Embedder & { asked: string[] } {
  const asked: string[] = []
  return {
    id,
    dimensions: 2,
    asked,
    async embed(texts) {
      asked.push(...texts)
      return texts.map(text => [text.length, 1])
    },
  }
}

/** The embedders whose vectors a store holds, one name a vector. */
async function vectorsOf(storage: ReturnType<typeof memoryStorage>): Promise<unknown[]> {
  const embedders: unknown[] = []
  for await (const { key } of storage.range(...rangeOf('vector'))) embedders.push(keyToParts(key)[1])
  return embedders
}

test('no vector of what was erased stays, where it was erased and elsewhere, in sessions without the embedder too', async () => {
  const relay = await relayUrl()
  const stores = [memoryStorage(), memoryStorage()] as const
  const [ada, bob] = [
    await open('ada', { relay, storage: stores[0], embedder: embedderOf('one') }),
    await open('bob', { relay, storage: stores[1], embedder: embedderOf('one') }),
  ]
  const { id } = await ada.add('SECRET in the team', { consistency: 'relay' })
  await expect.poll(() => bob.get(id)).toBeDefined()
  await Promise.all([ada.embedded(), bob.embedded()])
  await Promise.all([ada.close(), bob.close()])
  const [adas, bobs] = stores.map(({ disk }) => memoryStorage({ from: disk }))
  expect([await vectorsOf(adas!), await vectorsOf(bobs!)]).toEqual([['one'], ['one']])
  const eraser = await open('ada', { relay, storage: adas })
  await open('bob', { relay, storage: bobs })
  await eraser.erase({ ids: [id] })
  await expect.poll(async () => (await eraser.erasures())[0]?.outstanding).toEqual([])
  expect([await vectorsOf(adas!), await vectorsOf(bobs!)]).toEqual([[], []])
})

test('vectors of records that stay are kept; those of another embedder go', async () => {
  const first = memoryStorage()
  const before = await open('ada', { storage: first, embedder: embedderOf('one') })
  const { id } = await before.add('SECRET in the team')
  await before.add('what stays')
  await before.embedded()
  await before.close()
  const second = memoryStorage({ from: first.disk })
  const memory = await open('ada', { storage: second, embedder: embedderOf('two') })
  await memory.embedded()
  await memory.erase({ ids: [id] })
  expect(await vectorsOf(second)).toEqual(['two'])
  await memory.close()
  const again = embedderOf('two')
  const reopened = await open('ada', { storage: memoryStorage({ from: first.disk }), embedder: again })
  await reopened.embedded()
  expect(again.asked).toEqual([])
})

test('a vector that is being made while its record is erased does not come to the disk', async () => {
  const storage = memoryStorage()
  const { embed, ...slow } = embedderOf('slow')
  let asked = () => {}
  let answer = () => {}
  const isAsked = new Promise<void>(resolve => (asked = resolve))
  const mayAnswer = new Promise<void>(resolve => (answer = resolve))
  const puts: unknown[] = []
  const watched = {
    ...storage,
    commit: (operations: Parameters<typeof storage.commit>[0]) => {
      puts.push(...operations.flatMap(each => ('put' in each ? keyToParts(each.put)[0] : [])))
      return storage.commit(operations)
    },
  }
  const memory = await open('ada', {
    storage: watched,
    embedder: {
      ...slow,
      embed: async texts => {
        asked()
        await mayAnswer
        return embed(texts)
      },
    },
  })
  const { id } = await memory.add('SECRET in the team')
  await isAsked
  await memory.erase({ ids: [id] })
  answer()
  await memory.embedded()
  expect(puts).not.toContain('vector')
})
