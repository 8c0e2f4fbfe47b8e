import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { WebSocket } from '../../../packages/relay/src/server/raw-client.fixture'
import type { Round } from './round'
import { inTime } from './socket'

/** Two stock y-websocket clients in a room of their own: one types, the other must see it, and neither may be cut off. */
export class StockPair {
  readonly #docs = [new Y.Doc(), new Y.Doc()] as const
  readonly #providers: readonly WebsocketProvider[]
  readonly #text = () => this.#docs.map(doc => doc.getText('text').toString())

  constructor(round: Round, space: string) {
    this.#providers = this.#docs.map(doc => {
      const WebSocketPolyfill = WebSocket as unknown as typeof globalThis.WebSocket
      const provider = new WebsocketProvider(round.url, space, doc, { WebSocketPolyfill, disableBc: true })
      provider.on('connection-close', event => event && round.disturb(`a y-websocket client was closed: ${event.code}`))
      provider.on('connection-error', () => round.disturb('a y-websocket client could not connect'))
      return provider
    })
  }

  type(letters: string): void {
    const text = this.#docs[0].getText('text')
    text.insert(text.length, letters)
  }

  /** Resolves when the second sees everything that the first typed. */
  async agree(): Promise<void> {
    const agreed = new Promise<void>(resolve => {
      const look = () => {
        const [typed, seen] = this.#text()
        if (typed === seen) resolve()
      }
      this.#docs[1].on('update', look)
      look()
    })
    await inTime(agreed, 'a y-websocket client to see what another typed')
  }

  close(): void {
    for (const provider of this.#providers) provider.destroy()
    // Awareness keeps a timer until its document ends.
    for (const doc of this.#docs) doc.destroy()
  }
}
