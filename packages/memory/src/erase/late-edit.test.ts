import { startRelay } from '@commonplace/relay'
import { type Storage, StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import type { Core } from '../core'
import type { Memory } from '../index'
import { open, relayUrl } from '../open.fixture'
import { holdableLink } from './holdable-link.fixture'
import { textOf } from './text-of.fixture'

const curators = ['privacy']

/** A relay where nobody but the curator may delete what is another's. */
async function curatedUrl(): Promise<string> {
  const everywhere = { tenant: '*', space: '**' }
  const relay = await startRelay({
    data: memoryStorage(),
    insecure: true,
    policy: {
      version: 1,
      rules: [
        { ...everywhere, rights: ['discover', 'read', 'append'] },
        { ...everywhere, agents: curators, rights: ['discover', 'read', 'append', 'curate'] },
      ],
    },
  })
  onTestFinished(() => relay.close())
  return relay.url
}

const confirmedBy = async (memory: Memory) => (await memory.erasures())[0]?.confirmed.map(({ agent }) => agent)

test('a late edit that its author sends already deleted does not come to the disk of others', async () => {
  const relay = await relayUrl()
  const curators = ['privacy']
  const storage = memoryStorage()
  const [ada, privacy] = [await open('ada', { relay, curators }), await open('privacy', { relay, curators })]
  const bob = await open('bob', { relay, curators, storage })
  const record = await ada.add('SECRET', { consistency: 'relay' })
  for (const memory of [bob, privacy]) await expect.poll(() => memory.get(record.id)).toBeDefined()
  ada.sync.pause()
  await ada.update(record.id, { content: 'SECRET moved' })
  await privacy.erase({ ids: [record.id] })
  await expect.poll(() => confirmedBy(privacy)).toContain('bob')
  ada.sync.resume()
  await expect.poll(() => confirmedBy(privacy)).toContain('ada')
  await bob.getAll({ maxStaleness: 0 })
  await expect.poll(() => textOf(storage)).not.toContain('SECRET')
})

/** Ada, whose link can be held, writes a record that Bob and the curator have. */
async function team(relay: string, storage: Storage = memoryStorage()) {
  const link = holdableLink()
  const ada = await open('ada', { relay: { url: relay, openSocket: link.openSocket }, curators })
  const [privacy, bob] = [await open('privacy', { relay, curators }), await open('bob', { relay, curators, storage })]
  const { id } = await ada.add('SECRET', { consistency: 'relay' })
  for (const memory of [bob, privacy]) await expect.poll(() => memory.get(id)).toBeDefined()
  return { link, ada, bob, privacy, storage, id }
}

test('a late edit that is here before its author deletes it is purged from the disks of others', async () => {
  const { link, ada, bob, privacy, storage, id } = await team(await curatedUrl())
  link.hold()
  await privacy.erase({ ids: [id] })
  await expect.poll(() => confirmedBy(privacy)).toContain('bob')
  // The curator would delete it at once.
  await privacy.close()
  await ada.update(id, { content: 'SECRET moved' })
  await expect.poll(() => textOf(storage)).toContain('SECRET moved')
  link.release()
  await expect.poll(() => confirmedBy(bob)).toContain('ada')
  await expect.poll(() => textOf(storage)).not.toContain('SECRET')
})

/** A store whose files are rewritten once `end` comes, and when the first of that begins. */
function scrubbing(storage: Storage, end: Promise<void>) {
  let isAtWork = () => {}
  const atWork = new Promise<void>(resolve => (isAtWork = resolve))
  const slow: Storage = {
    ...storage,
    scrub: async () => {
      isAtWork()
      await end
    },
  }
  return { slow, atWork }
}

test('so is one that comes and goes while the eraser is at work', async () => {
  const storage = memoryStorage()
  let mayEnd = () => {}
  const end = new Promise<void>(resolve => (mayEnd = resolve))
  const { slow, atWork } = scrubbing(storage, end)
  const { link, ada, bob, privacy, id } = await team(await curatedUrl(), slow)
  link.hold()
  const erasing = privacy.erase({ ids: [id] })
  await atWork
  await ada.update(id, { content: 'SECRET moved' })
  await expect.poll(() => textOf(storage)).toContain('SECRET moved')
  link.release()
  await expect.poll(() => confirmedBy(bob)).toContain('ada')
  mayEnd()
  await expect.poll(() => confirmedBy(privacy)).toContain('bob')
  await expect.poll(() => textOf(storage)).not.toContain('SECRET')
  await erasing
})

test('so is one whose deletion came in a session that ended before it was purged', async () => {
  const storage = memoryStorage()
  const relay = await curatedUrl()
  const { slow, atWork } = scrubbing(storage, new Promise(() => {}))
  const { link, ada, bob, privacy, id } = await team(relay, slow)
  link.hold()
  const erasing = privacy.erase({ ids: [id] })
  // Else one purge takes both, and does the edit's before it stands still.
  await atWork
  await ada.update(id, { content: 'SECRET moved' })
  await expect.poll(() => textOf(storage)).toContain('SECRET moved')
  link.release()
  await expect.poll(() => confirmedBy(bob)).toContain('ada')
  await bob.close()
  const disk = memoryStorage({ from: storage.disk })
  expect(await textOf(disk)).toContain('SECRET moved')
  const again = await open('bob', { relay, curators, storage: disk })
  await expect.poll(() => confirmedBy(again)).toContain('bob')
  await expect.poll(() => textOf(disk)).not.toContain('SECRET')
  await erasing
})

test('one whose files could not be rewritten, since the disk was full or the process ended, has that done at the next opening', async () => {
  const storage = memoryStorage()
  const relay = await curatedUrl()
  const full = new StorageError('full', 'no room for another file')
  let scrub = async () => {}
  const { link, ada, bob, privacy, id } = await team(relay, { ...storage, scrub: () => scrub() })
  link.hold()
  await privacy.erase({ ids: [id] })
  await expect.poll(() => confirmedBy(privacy)).toContain('bob')
  await privacy.close()
  await ada.update(id, { content: 'SECRET moved' })
  await expect.poll(() => textOf(storage)).toContain('SECRET moved')
  const failing = new Promise<void>(resolve => {
    scrub = async () => {
      resolve()
      throw full
    }
  })
  link.release()
  await failing
  await bob.close()
  const disk = memoryStorage({ from: storage.disk })
  const scrubbed = new Promise<void>(resolve => {
    scrub = async () => resolve()
  })
  await open('bob', { relay, curators, storage: { ...disk, scrub: () => scrub() } })
  await scrubbed
})

test('what a validator found of it without having seen the erasure goes too, of a record and of a fact', async () => {
  const relay = await curatedUrl()
  const { ada, bob, privacy, storage, id } = await team(relay)
  const { record } = await ada.facts.assert('card', 'SECRET number', { consistency: 'relay' })
  for (const memory of [bob, privacy]) await expect.poll(() => memory.get(record.id)).toBeDefined()
  bob.sync.pause()
  for (const each of [id, record.id]) await bob.validate(each, 'refuted', { reason: 'SECRET is not so' })
  await privacy.erase({ ids: [id, record.id] })
  bob.sync.resume()
  await expect.poll(() => confirmedBy(privacy)).toContain('bob')
  await bob.getAll({ maxStaleness: 0 })
  await expect.poll(() => textOf(storage)).not.toContain('SECRET')
  await expect.poll(() => ada.export('team')).not.toContain('SECRET')
})

test('what its eraser has not deleted yet is confirmed by nobody; when the deletions come, by all', async () => {
  const relay = await curatedUrl()
  const { ada, bob, privacy, storage, id } = await team(relay)
  // Either of them would delete it.
  ada.sync.pause()
  await privacy.close()
  let sends = Number.POSITIVE_INFINITY
  const openSocket = (url: string, protocols: readonly string[]) => {
    const socket = new WebSocket(url, [...protocols])
    const send = socket.send.bind(socket) as (data: Uint8Array) => void
    return Object.assign(socket, { send: (data: Uint8Array) => sends-- > 0 && send(data) })
  }
  const eraser = await open('privacy', { relay: { url: relay, openSocket: openSocket as never }, curators })
  await expect.poll(() => eraser.get(id)).toBeDefined()
  // The line of the ledger gets to the relay, the deletions do not.
  sends = 1
  const erasing = eraser.erase({ ids: [id] })
  await expect.poll(() => bob.get(id)).toBeUndefined()
  const { core } = bob as unknown as { core: Core }
  for (const space of core.ledger.spaces()) await core.erasing.settle(space)
  expect((await bob.erasures())[0]).toMatchObject({ confirmed: [], relay: 'outstanding' })
  expect(await textOf(storage)).toContain('SECRET')
  sends = Number.POSITIVE_INFINITY
  eraser.sync.pause()
  eraser.sync.resume()
  await erasing
  ada.sync.resume()
  await expect.poll(() => confirmedBy(eraser)).toEqual(expect.arrayContaining(['ada', 'bob', 'privacy']))
  expect(await textOf(storage)).not.toContain('SECRET')
})
