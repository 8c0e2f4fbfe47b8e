import type { RelayFrame, RoomName } from '@commonplace/protocol'
import { appendEntry } from './forge-update'
import type { Round } from './round'
import { inTime, Socket } from './socket'

interface Stay {
  readonly channel: number
  readonly payloads: string[]
  onAck: (upTo: number) => void
}

/** A well-behaved connection: writes one entry after the other in every room, each after the last was acknowledged. */
export class GoodWriter {
  readonly client: number
  readonly #round: Round
  readonly #name: string
  readonly #stays = new Map<RoomName, Stay>()
  readonly #byChannel = new Map<number, Stay>()
  readonly #joined = new Map<number, (channel: number) => void>()
  #socket!: Socket
  #isStopped = false

  private constructor(round: Round, client: number, name: string) {
    this.#round = round
    this.client = client
    this.#name = name
  }

  static async open(round: Round, client: number, name: string): Promise<GoodWriter> {
    const writer = new GoodWriter(round, client, name)
    writer.#socket = await Socket.open(round.url, name, frame => writer.#receive(frame))
    writer.#socket.closed.then(() => {
      if (!writer.#isStopped) round.disturb(`${name} was disconnected`)
    })
    await Promise.all(round.rooms.map((room, n) => writer.#join(room, n + 1)))
    return writer
  }

  /** What it wrote in a room; all of it is acknowledged once `write` has resolved. */
  payloads(room: RoomName): readonly string[] {
    return this.#stays.get(room)?.payloads ?? []
  }

  /** Writes everywhere until it is told to stop, at least once. */
  async write(isOver: () => boolean): Promise<void> {
    do await Promise.all([...this.#stays.values()].map(stay => this.#append(stay)))
    while (!isOver() && this.#socket.isOpen)
  }

  close(): void {
    this.#isStopped = true
    this.#socket.cut()
  }

  async #join(room: RoomName, request: number): Promise<void> {
    const joined = new Promise<number>(resolve => this.#joined.set(request, resolve))
    const { client } = this
    this.#socket.send({ type: 'join', request, room, epoch: '', ids: [client], vector: new Map(), deletesDigest: 0 })
    const channel = await inTime(joined, `${this.#name} to join`)
    const stay: Stay = { channel, payloads: [], onAck: () => {} }
    this.#stays.set(room, stay)
    this.#byChannel.set(channel, stay)
  }

  async #append(stay: Stay): Promise<void> {
    const { channel, payloads } = stay
    const payload = `${this.#name} ${payloads.length}`
    const update = appendEntry(this.client, payloads.length, payload)
    const seq = payloads.push(payload)
    const acked = new Promise<void>(resolve => {
      stay.onAck = upTo => upTo >= seq && resolve()
    })
    this.#socket.send({ type: 'update', channel, seq, lease: null, codec: 0, update })
    await inTime(Promise.race([acked, this.#socket.closed]), `an acknowledgement to ${this.#name}`)
  }

  #receive(frame: RelayFrame): void {
    if (frame.type === 'joined') this.#joined.get(frame.request)?.(frame.channel)
    else if (frame.type === 'ack') this.#byChannel.get(frame.channel)?.onAck(frame.upTo)
    else if (frame.type === 'refused' || frame.type === 'closed' || frame.type === 'failed') {
      this.#round.disturb(`${this.#name} was told ${frame.type}: ${frame.code} ${frame.message}`)
      this.#socket.cut()
    }
  }
}
