import type { Socket } from 'node:net'
import {
  type ClientFrame,
  decodeRelayFrame,
  encodeFrame,
  type Frame,
  type Join,
  type Reception,
  type RelayFrame,
  subprotocol,
} from '@commonplace/protocol'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** For tests outside this package. */
export { WebSocket }

// Yjs draws one for each document otherwise, in 31 calls of the system's randomness.
const guid = 'room'

type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>

/** A socket that speaks frames and nothing else, for tests: what the relay sends is what the test sees. */
export class RawClient {
  readonly #ws: WebSocket
  readonly #received: RelayFrame[] = []
  readonly #wake = new Set<() => void>()
  /** what it was told of when things were received; among the other frames only where a test says so */
  readonly receptions: Reception[] = []
  showsReceptions = false
  #raw: Socket | undefined
  /** resolves with the close code */
  readonly closed: Promise<number>

  private constructor(ws: WebSocket) {
    this.#ws = ws
    ws.on('message', data => {
      const frame = decodeRelayFrame(new Uint8Array(data as Buffer))
      if (frame.type === 'receptions') this.receptions.push(...frame.receptions)
      if (frame.type !== 'receptions' || this.showsReceptions) this.#received.push(frame)
      for (const wake of this.#wake) wake()
    })
    this.closed = new Promise(resolve => ws.once('close', code => resolve(code)))
    ws.on('error', () => {})
    ws.once('upgrade', ({ socket }) => {
      this.#raw = socket
    })
  }

  /** An open socket that has said nothing yet. */
  static async open(url: string): Promise<RawClient> {
    const ws = new WebSocket(url, subprotocol)
    const client = new RawClient(ws)
    await new Promise<void>((resolve, reject) => {
      ws.once('open', () => resolve())
      ws.once('error', reject)
    })
    return client
  }

  /** An open socket that was welcomed. @param version from 2 on it gets deflated pieces as they come */
  static async greet(url: string, agent: string, tenant = '', version = 1): Promise<RawClient> {
    const client = await RawClient.open(url)
    client.send({ type: 'hello', versions: [1, version], tenant, agent, user: '', token: '', client: 'test' })
    await client.next('welcome')
    return client
  }

  send(frame: ClientFrame): void {
    this.#ws.send(encodeFrame(frame))
  }

  /** Sends all of them in one write, so that the relay reads them at once, however late the machine is. */
  sendTogether(...frames: ClientFrame[]): void {
    this.#raw?.cork()
    for (const frame of frames) this.send(frame)
    this.#raw?.uncork()
  }

  sendBytes(bytes: Uint8Array | string): void {
    this.#ws.send(bytes)
  }

  /** Takes the first frame of this type that was received and not taken yet, waiting for it if need be. */
  async next<T extends RelayFrame['type']>(type: T): Promise<FrameOf<T>> {
    for (;;) {
      const at = this.#received.findIndex(frame => frame.type === type)
      if (at !== -1) return this.#received.splice(at, 1)[0] as FrameOf<T>
      await this.#nextMessage(type)
    }
  }

  /** The types of all frames not taken yet, in order. */
  get pending(): readonly RelayFrame['type'][] {
    return this.#received.map(({ type }) => type)
  }

  /** Resolves when the relay has answered everything sent so far. */
  async settle(): Promise<void> {
    const nonce = Math.floor(Math.random() * 2 ** 32)
    this.send({ type: 'ping', nonce })
    while ((await this.next('pong')).nonce !== nonce);
  }

  /** Joins a room of the tenant and reads the answer to its end. */
  async join(
    space: string,
    options: Partial<Pick<Join, 'request' | 'ids' | 'vector' | 'deletesDigest' | 'epoch'>> & {
      tenant?: string
      segment?: number
    } = {},
  ): Promise<{ joined: FrameOf<'joined'>; pieces: FrameOf<'piece'>[] }> {
    const {
      tenant = 'default',
      segment = 0,
      request = 1,
      ids = [],
      vector = new Map(),
      deletesDigest = 0,
      epoch = '',
    } = options
    this.send({ type: 'join', request, room: { tenant, space, segment }, epoch, ids, vector, deletesDigest })
    const joined = await this.next('joined')
    const pieces: FrameOf<'piece'>[] = []
    while (pieces.length < joined.pieces) pieces.push(await this.next('piece'))
    await this.next('synced')
    // They come between the answer and its pieces, from relays that have a key.
    const given = this.#received.findIndex(({ type }) => type === 'receipts')
    if (given !== -1) this.#received.splice(given, 1)
    return { joined, pieces }
  }

  close(): void {
    this.#ws.close()
  }

  /** Stops reading, as a program that hangs does. */
  pause(): void {
    this.#ws.pause()
  }

  resume(): void {
    this.#ws.resume()
  }

  /** Ends the connection without a close frame, as a lost network does. */
  cut(): void {
    this.#ws.terminate()
  }

  #nextMessage(type: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        this.#wake.delete(wake)
        if (this.#ws.readyState === WebSocket.CLOSED) reject(new Error(`closed while waiting for "${type}"`))
        else resolve()
      }
      this.#wake.add(wake)
      this.closed.then(wake)
    })
  }
}

/** One writer's document, and the updates its pushes make. */
export class Writer {
  readonly doc = new Y.Doc({ guid })
  readonly client: number

  constructor(client: number) {
    this.client = client
    this.doc.clientID = client
  }

  /** The update that pushes these payloads as entries of one key. */
  push(...payloads: string[]): Uint8Array {
    return this.change(doc => {
      const entries = payloads.map(payload => ['key', [], payload])
      doc.getArray(`w/${this.client.toString(36)}/0`).push(entries)
    })
  }

  /** The update that a change of the document makes. */
  change(act: (doc: Y.Doc) => void): Uint8Array {
    const updates: Uint8Array[] = []
    const collect = (update: Uint8Array): void => {
      updates.push(update)
    }
    this.doc.on('update', collect)
    act(this.doc)
    this.doc.off('update', collect)
    return Y.mergeUpdates(updates)
  }
}

/** The payloads of all entries that these updates add up to, by writer. */
export function payloadsOf(updates: readonly Uint8Array[]): Map<number, string[]> {
  const doc = new Y.Doc({ guid })
  for (const update of updates) Y.applyUpdate(doc, update)
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('updates have a gap')
  const payloads = new Map<number, string[]>()
  for (const name of doc.share.keys()) {
    const client = Number.parseInt(name.split('/')[1] ?? '', 36)
    const own = payloads.get(client) ?? []
    own.push(...doc.getArray<[string, number[], string]>(name).map(([, , payload]) => payload))
    payloads.set(client, own)
  }
  return payloads
}
