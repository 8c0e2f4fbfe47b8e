import { type ClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@commonplace/protocol'
import { Writer } from '../../packages/relay/src/server/raw-client.fixture'
import { encodeStockUpdate } from '../../packages/relay/src/server/stock-messages'
import type { Tap } from './tap'

/** Where an actor stands in a space, as the relay told it. */
export interface Place {
  status: 'out' | 'asked' | 'in'
  channel: number
  seq: number
  request: number
  /** the client id of its last join; 0 before the first */
  client: number
  /** made when it first writes: a document is dear */
  writer: Writer | null
  rights: readonly string[]
  /** it asked for the room and did not leave it */
  isWanted: boolean
}

/** The relay's end of an actor's link. */
export interface Connected {
  receive(bytes: Uint8Array): void
  close(): void
}

/** One client on one link, native or stock: it believes what the relay tells it, and says what its history wants. */
export class Actor {
  readonly agent: string
  readonly user: string
  readonly kind: 'native' | 'stock'
  readonly places = new Map<string, Place>()
  tap: Tap | null = null
  connection: Connected | null = null
  #requests = 0

  constructor({ agent, user, kind }: Pick<Actor, 'agent' | 'user' | 'kind'>) {
    this.agent = agent
    this.user = user
    this.kind = kind
  }

  placeIn(space: string): Place {
    let place = this.places.get(space)
    if (place === undefined) {
      place = { status: 'out', channel: 0, seq: 0, request: 0, client: 0, writer: null, rights: [], isWanted: false }
      this.places.set(space, place)
    }
    return place
  }

  /** The update that writes a payload under the id of the place's last join. */
  static push(place: Place, payload: string): Uint8Array {
    if (place.writer?.client !== place.client) place.writer = new Writer(place.client)
    return place.writer.push(payload)
  }

  nextRequest(): number {
    return ++this.#requests
  }

  send(frame: ClientFrame): void {
    if (this.tap?.isOpen) this.connection?.receive(encodeFrame(frame))
  }

  sendStock(update: Uint8Array): void {
    if (this.tap?.isOpen) this.connection?.receive(encodeStockUpdate(update))
  }

  /** The space that a frame is about. */
  spaceOf(frame: RelayFrame): string | undefined {
    for (const [space, place] of this.places) {
      if (
        'request' in frame &&
        (frame.type === 'joined' || frame.type === 'join-refused' || frame.type === 'admitted')
      ) {
        if (place.request === frame.request) return space
      } else if ('channel' in frame && place.channel === frame.channel) return space
    }
    return undefined
  }

  /** Notes what a frame says of where the actor stands. */
  learn(frame: RelayFrame, place: Place): void {
    if (frame.type === 'joined')
      Object.assign(place, { status: 'in', channel: frame.channel, rights: frame.rights, seq: 0 })
    else if (frame.type === 'join-refused' || frame.type === 'closed')
      Object.assign(place, { status: 'out', rights: [] })
    else if (frame.type === 'rights-changed') place.rights = frame.rights
  }

  /** The link ends. */
  cut(): void {
    this.tap?.terminate()
    this.connection?.close()
    this.connection = null
    this.tap = null
    for (const place of this.places.values())
      Object.assign(place, { status: 'out', rights: [], channel: 0, isWanted: false })
  }
}

export const read = (message: Uint8Array): RelayFrame => decodeRelayFrame(message)
