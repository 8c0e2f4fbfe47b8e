import { isDeepStrictEqual } from 'node:util'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { HandClock, testKey, testPolicy } from '../../packages/relay/src/identity/tokens.fixture'
import { WebSocket } from '../../packages/relay/src/server/raw-client.fixture'

const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function guarded() {
  const clock = new HandClock()
  const { jwk, sign } = await testKey(clock)
  const tokens = { keys: { keys: [jwk] }, policy: testPolicy, urlTokens: true }
  const relay = await startRelay({ data: memoryStorage(), tokens, clock })
  undo.push(() => relay.close())
  return { url: relay.url, sign }
}

/** A stock provider that has everything of its room. */
async function connect(url: string, space: string, options: { params?: { token: string }; protocols?: string[] }) {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(url, `acme/${space}`, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    ...options,
  })
  undo.push(() => provider.destroy())
  await new Promise<void>(resolve => provider.once('sync', () => resolve()))
  return { doc, provider }
}

/** Resolves once the map of a document holds this. */
function shows(doc: Y.Doc, content: Record<string, unknown>): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (isDeepStrictEqual(doc.getMap('m').toJSON(), content)) resolve()
    }
    doc.on('update', look)
    look()
  })
}

test('TK9 YW7 y-websocket gives its token as parameter or subprotocol, and writes as the agent that it names', async () => {
  const { url, sign } = await guarded()
  const ada = await connect(url, 'team', { params: { token: await sign() } })
  const bob = await connect(url, 'team', { protocols: [`commonplace-token.${await sign({ agent: 'bob' })}`] })
  ada.doc.getMap('m').set('a', 1)
  await shows(bob.doc, { a: 1 })
  const closed = new Promise<number>(resolve =>
    bob.provider.once('connection-close', event => resolve(event?.code ?? 0)),
  )
  const impostor = new Y.Doc()
  impostor.clientID = ada.doc.clientID
  Y.applyUpdate(impostor, Y.encodeStateAsUpdate(ada.doc))
  impostor.clientID = ada.doc.clientID
  impostor.getMap('m').set('a', 2)
  Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(impostor))
  expect(await closed).toBe(4403)
})

test('TK11 YW5 a stock client that may only read reads, and is closed when it writes', async () => {
  const { url, sign } = await guarded()
  const editor = await connect(url, 'news', { params: { token: await sign({ agent: 'editor' }) } })
  editor.doc.getMap('m').set('a', 1)
  const reader = await connect(url, 'news', { params: { token: await sign() } })
  await shows(reader.doc, { a: 1 })
  const closed = new Promise<number>(resolve =>
    reader.provider.once('connection-close', event => resolve(event?.code ?? 0)),
  )
  reader.doc.getMap('m').set('a', 2)
  expect(await closed).toBe(4403)
})
