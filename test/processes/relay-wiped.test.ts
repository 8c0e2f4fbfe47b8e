import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from '../../packages/relay/src/server/raw-client.fixture'
import { held, holds, RelayAndAgents } from './relay-and-agents.fixture'

let world: RelayAndAgents
beforeEach(async () => {
  world = await RelayAndAgents.start()
})
afterEach(() => world.close())

/** The client ids that the room knows, with who they belong to. */
async function bindings(client: RawClient) {
  return (await client.join('team')).joined.bindings
}

test('ID15 RT4 a relay whose disk was lost gets everybody their own back, and gives no id to a stranger', async () => {
  const ada = await world.enter('ada')
  await (await ada.add('before')).durable('relay')
  const reader = await RawClient.greet(world.relay.url, 'mallory')
  const [binding] = await bindings(reader)
  expect(binding).toMatchObject({ agent: 'ada' })
  const id = binding!.client
  await world.relay.kill()
  ada.sync.pause()
  await ada.add('meanwhile')

  await rm(join(world.root, 'relay'), { recursive: true })
  await world.restart()
  const stranger = await RawClient.greet(world.relay.url, 'mallory')
  const { joined } = await stranger.join('team', { ids: [id] })
  expect(joined.taken).toEqual([id])
  const update = new Writer(id).push('forged')
  stranger.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  expect((await stranger.next('refused')).code).toBe('forbidden')

  ada.sync.resume()
  await ada.sync.flush('relay')
  const newcomer = await world.enter('newcomer')
  await holds(newcomer, 2)
  expect(await held(newcomer)).toEqual(await held(ada))
  expect([...(await held(newcomer)).values()].sort()).toEqual(['before', 'meanwhile'])
  expect(await bindings(stranger)).toEqual([{ client: id, agent: 'ada', user: '' }])
  const { pieces } = await stranger.join('team')
  expect([...payloadsOf(pieces.map(piece => piece.update)).keys()]).toEqual([id])
  stranger.cut()
  reader.cut()
})

test('ID16 who is new to a recovered relay writes offline first, and nothing of it is lost', async () => {
  await world.relay.kill()
  await rm(join(world.root, 'relay'), { recursive: true })
  await world.restart()
  const [ada, ben] = [await world.enter('ada', { paused: true }), await world.enter('ben')]
  const { id } = await ada.add('offline')
  await ada.update(id, { content: 'offline, corrected' })
  ada.sync.resume()
  await ada.sync.flush('relay')
  await holds(ben, 1)
  expect(await held(ben)).toEqual(await held(ada))
  expect([...(await held(ben)).values()]).toEqual(['offline, corrected'])
})

test('ID16 a record that was renamed so is found by the id that its author was given, after another start too', async () => {
  await world.relay.kill()
  await rm(join(world.root, 'relay'), { recursive: true })
  await world.restart()
  const ada = await world.enter('ada', { paused: true })
  const { id } = await ada.add('offline')
  const ben = await world.enter('ben')
  await ada.add('made of it', { derivedFrom: [id] })
  ada.sync.resume()
  await ada.sync.flush('relay')
  const now = [...(await held(ada))].find(([, content]) => content === 'offline')![0]
  expect(now).not.toBe(id)
  expect(await ada.get(id)).toMatchObject({ id: now, content: 'offline' })
  const cites = await ada.add('later', { derivedFrom: [id] })
  expect((await ada.get(cites.id))?.derivedFrom).toEqual([now])
  await holds(ben, 3)
  for (const record of await ben.getAll({ scope: 'all' })) {
    if (record.id !== now) expect(record.derivedFrom).toEqual([now])
  }
  await ada.update(id, { content: 'corrected' })
  await ada.close()

  const again = await world.enter('ada')
  expect(await again.get(id)).toMatchObject({ id: now, content: 'corrected' })
  expect((await again.history(id)).map(({ content }) => content)).toEqual(['offline', 'corrected'])
})
