import type { RelayFrame, RoomName } from '@commonplace/protocol'
import * as Y from 'yjs'
import type { Round } from './round'
import { inTime, Socket } from './socket'

/** A well-behaved connection that only reads: a document a room, of what the relay sent. */
export class Reader {
  readonly #round: Round
  readonly #name: string
  readonly #docs = new Map<RoomName, Y.Doc>()
  readonly #byChannel = new Map<number, Y.Doc>()
  readonly #synced = new Map<number, () => void>()
  readonly #requests = new Map<number, Y.Doc>()
  #socket!: Socket
  #isClosed = false

  private constructor(round: Round, name: string) {
    this.#round = round
    this.#name = name
  }

  /** Joins the rooms; resolves when it has everything that is durable in them. */
  static async open(round: Round, name: string, rooms: readonly RoomName[]): Promise<Reader> {
    const reader = new Reader(round, name)
    reader.#socket = await Socket.open(round.url, name, frame => reader.#receive(frame))
    reader.#socket.closed.then(() => {
      if (!reader.#isClosed) round.disturb(`${name} was disconnected`)
    })
    await Promise.all(rooms.map((room, n) => reader.#join(room, n + 1)))
    return reader
  }

  doc(room: RoomName): Y.Doc {
    return this.#docs.get(room)!
  }

  /** Resolves when everything sent before has arrived. */
  settle(): Promise<void> {
    return this.#socket.settle()
  }

  close(): void {
    this.#isClosed = true
    this.#socket.cut()
  }

  async #join(room: RoomName, request: number): Promise<void> {
    const doc = new Y.Doc()
    this.#docs.set(room, doc)
    this.#requests.set(request, doc)
    const synced = new Promise<void>(resolve => this.#synced.set(request, resolve))
    this.#socket.send({ type: 'join', request, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
    await inTime(Promise.race([synced, this.#socket.closed]), `${this.#name} to read "${room.space}"`)
  }

  #receive(frame: RelayFrame): void {
    if (frame.type === 'joined') {
      this.#byChannel.set(frame.channel, this.#requests.get(frame.request)!)
      // `synced` names the channel alone.
      this.#synced.set(-frame.channel, this.#synced.get(frame.request)!)
    } else if (frame.type === 'synced') this.#synced.get(-frame.channel)?.()
    else if (frame.type === 'piece') this.#apply(frame.channel, [frame.update])
    else if (frame.type === 'updates') this.#apply(frame.channel, frame.updates)
    else if (frame.type === 'closed' || frame.type === 'failed' || frame.type === 'join-refused') {
      this.#round.disturb(`${this.#name} was told ${frame.type}: ${frame.code} ${frame.message}`)
    }
  }

  #apply(channel: number, updates: readonly Uint8Array[]): void {
    const doc = this.#byChannel.get(channel)
    try {
      for (const update of updates) Y.applyUpdate(doc!, update)
    } catch (error) {
      this.#round.disturb(`${this.#name} was sent what Yjs does not take: ${error}`)
    }
  }
}
