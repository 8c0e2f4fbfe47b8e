import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Relay, startRelay } from '@commonplace/relay'
import { afterEach, expect, test } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { payloadsOf, RawClient, WebSocket, Writer } from '../../packages/relay/src/server/raw-client.fixture'

const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-interop-'))
  undo.push(() => rm(path, { recursive: true, force: true }))
  return path
}

async function relay(data: string, port = 0): Promise<Relay> {
  const started = await startRelay({ data, port, insecure: true })
  undo.push(() => started.close())
  return started
}

/** A stock provider as an application makes one, without the channel between tabs, which would hide the relay. */
function connect(url: string, room: string, doc = new Y.Doc()): WebsocketProvider {
  const provider = new WebsocketProvider(url, room, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 200,
  })
  undo.push(() => {
    provider.destroy()
    doc.destroy()
  })
  return provider
}

const synced = (provider: WebsocketProvider): Promise<void> =>
  new Promise(resolve => {
    if (provider.synced) return resolve()
    const onSync = (isSynced: boolean): void => {
      if (!isSynced) return
      provider.off('sync', onSync)
      resolve()
    }
    provider.on('sync', onSync)
  })

/** Resolves once a condition on a document holds, checked whenever it changes. */
const once = (doc: Y.Doc, holds: () => boolean): Promise<void> =>
  new Promise(resolve => {
    const check = (): void => {
      if (!holds()) return
      doc.off('update', check)
      resolve()
    }
    doc.on('update', check)
    check()
  })

/** Resolves once everything that was sent before has been committed and would come back to a newcomer. */
const arrives = async (url: string, room: string, holds: (doc: Y.Doc) => boolean): Promise<Y.Doc> => {
  const reader = connect(url, room)
  await once(reader.doc, () => holds(reader.doc))
  return reader.doc
}

test('YW1 YW2 YW3 two stock clients sync a map, both ways and deletes too', async () => {
  const { url } = await relay(await folder())
  const [ada, bob] = [connect(url, 'notes'), connect(url, 'notes')]
  await Promise.all([synced(ada), synced(bob)])
  const [adas, bobs] = [ada.doc.getMap('m'), bob.doc.getMap('m')]
  adas.set('from', 'ada')
  await once(bob.doc, () => bobs.get('from') === 'ada')
  bobs.set('reply', new Y.Map([['to', 'ada']]))
  bobs.delete('from')
  await once(ada.doc, () => adas.has('reply') && !adas.has('from'))
  expect(adas.toJSON()).toEqual({ reply: { to: 'ada' } })
  expect(Y.encodeStateAsUpdate(ada.doc)).toEqual(Y.encodeStateAsUpdate(bob.doc))
})

test('YW3 GD6 a stock client and native frames share a room of entries', async () => {
  const { url } = await relay(await folder())
  const native = await RawClient.greet(url, 'ada')
  const { joined } = await native.join('team', { ids: [4001] })
  const stock = connect(url, 'default/team')
  await synced(stock)
  const writer = new Writer(4001)
  native.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update: writer.push('native') })
  await native.next('ack')
  const nativeArray = stock.doc.getArray<unknown[]>(`w/${(4001).toString(36)}/0`)
  await once(stock.doc, () => nativeArray.length === 1)
  const id = stock.doc.clientID
  stock.doc.getArray(`w/${id.toString(36)}/0`).push([['key', [4001, 0], 'stock']])
  expect((await native.next('bindings')).bindings).toEqual([{ client: id, agent: 'y-websocket', user: '' }])
  const { updates } = await native.next('updates')
  expect(payloadsOf([Y.encodeStateAsUpdate(writer.doc), ...updates]).get(id)).toEqual(['stock'])
})

test('YW5 a stock client that writes something else than entries there is closed for good; others stay', async () => {
  const { url } = await relay(await folder())
  const native = await RawClient.greet(url, 'ada')
  await native.join('team')
  const [wrong, right] = [connect(url, 'team'), connect(url, 'team')]
  await Promise.all([synced(wrong), synced(right)])
  const closed = new Promise<number>(resolve => wrong.on('closed', ({ code }) => resolve(code)))
  wrong.doc.getMap('m').set('k', 'v')
  expect(await closed).toBe(4400)
  expect(right.wsconnected).toBe(true)
  await native.settle()
  expect(native.pending.filter(type => type !== 'presence-changed')).toEqual([])
})

test('YW2 YW3 everything is there after the relay restarts, and what was written meanwhile arrives', async () => {
  const data = await folder()
  const first = await relay(data)
  const ada = connect(first.url, 'notes')
  await synced(ada)
  const map = ada.doc.getMap('m')
  for (let n = 0; n < 100; n++) map.set(`k${n % 10}`, n)
  map.delete('k3')
  await arrives(first.url, 'notes', doc => doc.getMap('m').get('k9') === 99 && !doc.getMap('m').has('k3'))
  await first.close()
  map.set('offline', true)
  const second = await relay(data, first.port)
  const late = await arrives(second.url, 'notes', doc => doc.getMap('m').has('offline'))
  expect(late.getMap('m').toJSON()).toEqual(map.toJSON())
})

test('YW8 awareness passes between stock clients and ends with the connection', async () => {
  const { url } = await relay(await folder())
  const [ada, bob] = [connect(url, 'notes'), connect(url, 'notes')]
  await Promise.all([synced(ada), synced(bob)])
  const seen = (holds: () => boolean): Promise<void> =>
    new Promise(resolve => {
      const check = (): void => {
        if (!holds()) return
        bob.awareness.off('change', check)
        resolve()
      }
      bob.awareness.on('change', check)
      check()
    })
  const stateOfAda = () => bob.awareness.getStates().get(ada.doc.clientID)
  ada.awareness.setLocalState({ cursor: 3 })
  await seen(() => stateOfAda()?.cursor === 3)
  expect(bob.awareness.getStates().size).toBe(2)
  ada.disconnect()
  await seen(() => stateOfAda() === undefined)
})

test('YW8 presence of a native client is awareness to a stock one, and the other way round', async () => {
  const { url } = await relay(await folder())
  const native = await RawClient.greet(url, 'ada')
  const { joined } = await native.join('team', { ids: [4001] })
  const stock = connect(url, 'team')
  await synced(stock)
  const state = new TextEncoder().encode(JSON.stringify({ typing: true }))
  const seen = new Promise<void>(resolve => {
    stock.awareness.on('change', () => {
      if (stock.awareness.getStates().get(4001)?.typing === true) resolve()
    })
  })
  native.send({ type: 'presence', channel: joined.channel, client: 4001, state })
  await seen
  stock.awareness.setLocalState({ name: 'stock' })
  let changed = await native.next('presence-changed')
  while (new TextDecoder().decode(changed.state) !== '{"name":"stock"}') changed = await native.next('presence-changed')
  expect(changed).toMatchObject({ client: stock.doc.clientID, agent: 'y-websocket' })
})

test('YW9 a malformed message closes only the client that sent it', async () => {
  const { url } = await relay(await folder())
  const healthy = connect(url, 'notes')
  await synced(healthy)
  for (const bytes of [[9], [0, 0, 200], [0, 2, 2, 255, 255], [1, 3, 1, 1, 1], [0, 7, 0]]) {
    const ws = new WebSocket(`${url}/notes`)
    await new Promise<void>(resolve => ws.once('open', () => resolve()))
    ws.send(Uint8Array.from(bytes))
    expect(await new Promise<number>(resolve => ws.once('close', resolve)), `${bytes}`).toBe(4400)
  }
  healthy.doc.getMap('m').set('still', 'here')
  await arrives(url, 'notes', doc => doc.getMap('m').get('still') === 'here')
  expect(healthy.wsconnected).toBe(true)
})

// Real time: run by hand with RELAY_IDLE_MINUTES=2. The same rule is proved on a virtual clock beside the connection.
const idleMinutes = Number(process.env.RELAY_IDLE_MINUTES ?? 0)
test.runIf(idleMinutes > 0)(
  'YW6 an idle stock client stays connected',
  async () => {
    const { url } = await relay(await folder())
    const provider = connect(url, 'notes')
    await synced(provider)
    const lost: unknown[] = []
    provider.on('connection-close', event => lost.push(event))
    await new Promise(resolve => setTimeout(resolve, idleMinutes * 60_000))
    expect(lost).toEqual([])
    expect(provider.wsconnected).toBe(true)
  },
  (idleMinutes + 1) * 60_000,
)
