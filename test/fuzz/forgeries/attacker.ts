import type { RelayFrame, RoomName } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import { randomClient } from '../../faults/frames/round'
import { inTime, Socket } from '../../faults/frames/socket'
import type { Stage } from './stage'
import { mark, type Scene, type UpdateForgery } from './update-forgeries'

type Answer = Extract<RelayFrame, { type: 'welcome' | 'ack' | 'refused' | 'joined' | 'join-refused' | 'failed' }>
type Joined = Extract<RelayFrame, { type: 'joined' }>

const roomOf = (space: string, tenant = 'acme'): RoomName => ({ tenant, space, segment: 0 })

/**
 * A member of the team with a token of its own, who tries to be somebody else: each try begins with a join, which undoes what
 * the one before left, and is answered before the next.
 */
export class Attacker {
  readonly #random: SeededRandom
  readonly #own: number
  readonly #seen: Uint8Array[] = []
  readonly #vectors = new Map<string, Joined['vector']>()
  /** forged presence that the relay passed on to this one */
  spoofs = 0
  #victim = 0
  #socket!: Socket
  #request = 0
  #answered: (answer: Answer) => void = () => {}

  private constructor(random: SeededRandom) {
    this.#random = random
    this.#own = randomClient(random)
  }

  static async open(stage: Stage, random: SeededRandom): Promise<Attacker> {
    const attacker = new Attacker(random)
    const token = await stage.sign({ agent: 'mallory' })
    attacker.#socket = await Socket.open(stage.relay.url, null, frame => attacker.#receive(frame))
    await attacker.#ask(() => attacker.#socket.sayHello('mallory', token))
    const joined = await attacker.#join('team')
    if (joined.type !== 'joined') throw new Error(`a forger could not join: ${joined.type}`)
    attacker.#victim = joined.bindings.find(({ agent }) => agent === 'alice')!.client
    await attacker.#socket.settle()
    return attacker
  }

  /** @returns the relay's answer: a code, `repeat`, or `acked` when it took the forgery for new */
  async update({ space, make }: UpdateForgery): Promise<string> {
    const joined = await this.#join(space)
    if (joined.type !== 'joined') return joined.type
    const scene: Scene = {
      random: this.#random,
      own: this.#own,
      victim: this.#victim,
      next: this.#vectors.get('team')!.get(this.#victim)!,
      seen: this.#seen,
    }
    const { update, codec = 0, lease = null } = make(scene)
    const answer = await this.#ask(() =>
      this.#socket.send({ type: 'update', channel: joined.channel, seq: 1, lease, codec, update }),
    )
    if (answer.type !== 'ack') return 'code' in answer ? answer.code : answer.type
    const after = await this.#join(space)
    const isSame = after.type === 'joined' && sameVector(after.vector, joined.vector)
    return isSame ? 'repeat' : 'acked'
  }

  /** Names the victim's id as its own. */
  async stealId(): Promise<string> {
    const joined = await this.#join('team', { ids: [this.#own, this.#victim] })
    return joined.type === 'joined' && joined.taken.includes(this.#victim) ? 'taken' : joined.type
  }

  /** Asks for a room that is denied, or another tenant's. */
  async enter(space: string, tenant?: string): Promise<string> {
    const answer = await this.#join(space, { tenant })
    return answer.type === 'join-refused' ? answer.code : answer.type
  }

  /** Shows itself as the victim. */
  async spoof(): Promise<string> {
    const joined = await this.#join('team')
    if (joined.type !== 'joined') return joined.type
    const state = new TextEncoder().encode(mark)
    this.#socket.send({ type: 'presence', channel: joined.channel, client: this.#victim, state })
    await this.#socket.settle()
    return 'dropped'
  }

  close(): void {
    this.#socket.cut()
  }

  async #join(space: string, { ids = [this.#own], tenant }: { ids?: number[]; tenant?: string | undefined } = {}) {
    const vector = this.#vectors.get(space) ?? new Map()
    const request = ++this.#request
    const room = roomOf(space, tenant)
    const answer = await this.#ask(() =>
      this.#socket.send({ type: 'join', request, room, epoch: '', ids, vector, deletesDigest: 0 }),
    )
    if (answer.type === 'joined') this.#vectors.set(space, answer.vector)
    return answer
  }

  #ask(send: () => void): Promise<Answer> {
    const answered = new Promise<Answer>(resolve => {
      this.#answered = resolve
    })
    send()
    return inTime(answered, 'an answer to a forger')
  }

  #receive(frame: RelayFrame): void {
    if (frame.type === 'piece') this.#seen.push(frame.update.slice())
    else if (frame.type === 'presence-changed') {
      if (Buffer.from(frame.state).includes(mark)) this.spoofs++
    } else if (
      frame.type === 'welcome' ||
      frame.type === 'ack' ||
      frame.type === 'refused' ||
      frame.type === 'joined' ||
      frame.type === 'join-refused' ||
      frame.type === 'failed'
    )
      this.#answered(frame)
  }
}

function sameVector(a: Joined['vector'], b: Joined['vector']): boolean {
  return a.size === b.size && [...a].every(([client, clock]) => b.get(client) === clock)
}
