import { encodeFrame, type Join, type RelayFrame, type RoomName } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import { nuisances, outrages, type Scene } from './forge-frame'
import { forge, ownEntry } from './forge-update'
import { type AckedForgery, type Round, randomClient } from './round'
import { inTime, Socket } from './socket'

const steps = 4
const nuisanceKinds = Object.keys(nuisances)
const outrageKinds = Object.keys(outrages)

/** One join and the updates sent after it; an acknowledgement speaks of those of the latest join that was answered. */
interface Stay {
  readonly join: Join
  readonly sent: AckedForgery[]
  acked: number
  isRefused: boolean
  /** called when something was acknowledged or refused */
  onVerdict: () => void
  readonly answered: Promise<void>
  /** null when the room was refused */
  answer(channel: number | null, clock: number): void
  channel: number | null
  clock: number
}

/** One hostile connection: joins rooms over and over, sends wrong updates and frames, and ends with an outrage. */
export class HostileNative {
  readonly #round: Round
  readonly #random: SeededRandom
  readonly #client: number
  readonly #stays = new Map<number, Stay>()
  readonly #current = new Map<number, Stay>()
  readonly #earlier = new Map<RoomName, Uint8Array>()
  #socket!: Socket
  #lastRequest = 0

  private constructor(round: Round, random: SeededRandom) {
    this.#round = round
    this.#random = random
    this.#client = randomClient(random)
  }

  static async run(round: Round, random: SeededRandom): Promise<void> {
    const hostile = new HostileNative(round, random)
    const name = random.chance(0.02) ? null : 'mallory'
    hostile.#socket = await Socket.open(round.url, name, frame => hostile.#receive(frame))
    try {
      await hostile.#run(name !== null)
    } finally {
      hostile.#socket.cut()
      await hostile.#socket.closed
    }
  }

  async #run(isGreeted: boolean): Promise<void> {
    const { rooms } = this.#round
    for (let step = 0; isGreeted && step <= steps && this.#socket.isOpen; step++) {
      const stays = rooms.map(room => this.#join(room))
      await inTime(Promise.race([Promise.all(stays.map(stay => stay.answered)), this.#socket.closed]), 'joins')
      // The last step only joins: its answers come after all acknowledgements.
      if (step === steps) break
      for (const stay of stays) this.#misbehave(stay)
      // A join forgets what waits for its acknowledgement, and with it what could be a false one.
      await inTime(Promise.race([Promise.all(stays.map(judged)), this.#socket.closed]), 'verdicts')
    }
    const join = this.#joinOf(rooms[0]!)
    const channel = [...this.#current.keys()][0] ?? 1
    const scene = { random: this.#random, channel, client: this.#client, join, victims: this.#round.victims }
    for (let left = 1 + this.#random.below(3); left > 0; left--) {
      const kind = this.#random.pick(outrageKinds)
      this.#send(`frame ${kind}`, outrages[kind]!(scene))
    }
    await this.#socket.settle()
  }

  #joinOf(room: RoomName): Join {
    const request = ++this.#lastRequest
    // What a hostile connection was given before is not sent to it again, or that would be all that happens.
    const vector = this.#round.known.get(room) ?? new Map()
    return { type: 'join', request, room, epoch: '', ids: [this.#client], vector, deletesDigest: 0 }
  }

  #join(room: RoomName): Stay {
    if (this.#random.chance(0.1)) this.#send('frame duplicate join', encodeFrame(this.#joinOf(room)))
    const join = this.#joinOf(room)
    let resolve!: () => void
    const answered = new Promise<void>(settle => {
      resolve = settle
    })
    const stay: Stay = {
      join,
      sent: [],
      acked: 0,
      isRefused: false,
      onVerdict: () => {},
      answered,
      channel: null,
      clock: 0,
      answer(channel, clock) {
        stay.channel = channel
        stay.clock = clock
        resolve()
      },
    }
    this.#stays.set(join.request, stay)
    this.#send('frame join', encodeFrame(join))
    return stay
  }

  #misbehave(stay: Stay): void {
    const { channel, join } = stay
    if (channel === null) return
    const random = this.#random
    const scene: Scene = { random, channel, client: this.#client, join, victims: this.#round.victims }
    let { clock } = stay
    for (let left = 1 + random.below(3); left > 0; left--) {
      if (random.chance(0.2)) {
        const kind = random.pick(nuisanceKinds)
        this.#send(`frame ${kind}`, nuisances[kind]!(scene))
      }
      const forger = {
        random,
        client: this.#client,
        clock,
        victims: scene.victims,
        earlier: this.#earlier.get(join.room),
      }
      const isHonest = random.chance(0.3)
      const { kind, bytes, codec } = isHonest ? { kind: 'honest', bytes: ownEntry(forger), codec: 0 } : forge(forger)
      if (isHonest) {
        clock++
        this.#earlier.set(join.room, bytes)
      }
      const seq = stay.sent.push({ kind, room: join.room, codec, bytes })
      const lease = random.chance(0.01) ? { epoch: 'e', number: 1 } : null
      this.#send(`update ${kind}`, encodeFrame({ type: 'update', channel, seq, lease, codec, update: bytes }))
      // After a forgery nobody knows the clock: taken, it would make the next one a repeat; refused, the rest is ignored.
      if (!isHonest) return
    }
  }

  #send(kind: string, message: Uint8Array | string): void {
    if (!this.#socket.isOpen) return
    this.#round.count(kind)
    this.#socket.sendBytes(message)
  }

  #receive(frame: RelayFrame): void {
    if (frame.type === 'joined') {
      const stay = this.#stays.get(frame.request)
      if (stay === undefined) return
      this.#round.known.set(stay.join.room, frame.vector)
      this.#current.set(frame.channel, stay)
      stay.answer(frame.channel, frame.vector.get(this.#client) ?? 0)
    } else if (frame.type === 'join-refused') {
      this.#stays.get(frame.request)?.answer(null, 0)
    } else if (frame.type === 'ack') {
      const stay = this.#current.get(frame.channel)
      if (stay === undefined) return
      if (frame.upTo > stay.sent.length) {
        const room = stay.join.room
        this.#round.acked.push({ kind: 'never sent', room, codec: -1, bytes: new Uint8Array() })
      }
      this.#round.acked.push(...stay.sent.slice(stay.acked, frame.upTo))
      stay.acked = frame.upTo
      stay.onVerdict()
    } else if (frame.type === 'refused') {
      const stay = this.#current.get(frame.channel)
      if (stay === undefined) return
      stay.isRefused = true
      stay.onVerdict()
    }
  }
}

/** Resolves when everything sent was acknowledged, or something was refused and the rest is ignored. */
const judged = (stay: Stay): Promise<void> =>
  new Promise(resolve => {
    stay.onVerdict = () => {
      if (stay.isRefused || stay.acked >= stay.sent.length) resolve()
    }
    stay.onVerdict()
  })
