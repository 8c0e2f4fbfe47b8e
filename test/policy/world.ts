import { allRights, defaultLimits, type PolicyEntry, type RelayFrame, type Statement } from '@commonplace/protocol'
import { HandClock } from '../../packages/relay/src/identity/tokens.fixture'
import { authorise } from '../../packages/relay/src/server/authorise'
import { ConnectionCount, defaultConnectionLimits } from '../../packages/relay/src/server/connection-count'
import { NativeConnection } from '../../packages/relay/src/server/native-connection'
import type { RelaySocket } from '../../packages/relay/src/server/relay-socket'
import { StockConnection } from '../../packages/relay/src/server/stock-connection'
import { payloadsOf } from '../simulation/payloads'
import { Actor, read } from './actor'
import { type History, type Step, spaces } from './history'
import { appendLevel, levelOf, readLevel } from './oracle'
import { type Mutant, PolicyRelay, tenant } from './relay'
import { Tap } from './tap'

const roomOf = (space: string) => ({ tenant, space, segment: 0 })
/** What stands in everything that is written or shown in a space. */
const canaryOf = (space: string): string => `CANARY${spaces.indexOf(space as (typeof spaces)[number])};`
const canaries = spaces.map(space => ({ space, bytes: Buffer.from(canaryOf(space)) }))
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** What a history found. */
export interface Found {
  /** reads, writes, leases and answers that the policy does not allow, or that it allows and were denied */
  readonly inadmissible: readonly string[]
  readonly canaryBytes: number
}

/** The real rooms, connections and policy log under a history, with an oracle that looks at every byte they hand over. */
export class World {
  readonly #history: History
  readonly #mutant: Mutant | null
  readonly #clock = new HandClock()
  readonly #actors: Actor[]
  readonly #count = new ConnectionCount(defaultConnectionLimits)
  readonly #found: string[] = []
  #canaryBytes = 0
  #relay!: PolicyRelay
  #time = 0
  #ids = 1000
  #connections = 0
  #payloads = 0
  /** by payload: whether its writer might write then */
  readonly #written = new Map<string, boolean>()
  #stated: Promise<PolicyEntry>[] = []
  readonly #statements: Statement[] = []
  #rejoin: (() => void)[] = []

  constructor(history: History, mutant: Mutant | null) {
    this.#history = history
    this.#mutant = mutant
    this.#actors = history.actors.map(actor => new Actor(actor))
  }

  async run(): Promise<Found> {
    await this.#start()
    for (const step of this.#history.steps) {
      await this.#take(step)
      for (const join of this.#rejoin.splice(0)) join()
    }
    await this.#rest()
    await this.#checkRest()
    await this.#stop()
    return { inadmissible: this.#found, canaryBytes: this.#canaryBytes }
  }

  async #start(disk?: Awaited<ReturnType<PolicyRelay['stop']>>): Promise<void> {
    this.#time = this.#clock.now()
    this.#relay = await PolicyRelay.start(this.#clock, this.#mutant, disk)
    for (const actor of this.#actors) if (actor.kind === 'native') this.#connect(actor)
  }

  async #stop(): ReturnType<PolicyRelay['stop']> {
    for (const actor of this.#actors) this.#cut(actor)
    return this.#relay.stop()
  }

  #report(problem: string): void {
    this.#found.push(problem)
  }

  #levelOf(actor: Pick<Actor, 'agent' | 'user'>, space: string): number {
    const lines = this.#relay.log.entriesOf(tenant)
    return levelOf(lines, actor, space, Math.max(this.#time, lines.at(-1)?.at ?? 0))
  }

  async #take(step: Step): Promise<void> {
    if (step.do === 'state') {
      this.#statements.push(step.statement)
      this.#stated.push(this.#relay.log.append(tenant, 'root', step.statement))
    } else if (step.do === 'clock') {
      // The moment counts before anything that is due is done.
      this.#time = Math.max(this.#time, this.#clock.now() + step.ms)
      this.#clock.pass(step.ms)
    } else if (step.do === 'disk') this.#relay.toDisk()
    else if (step.do === 'settle') await turn()
    else if (step.do === 'restart') {
      await this.#rest()
      await this.#start(await this.#stop())
    } else {
      const actor = this.#actors[step.who]!
      if (step.do === 'reconnect') {
        this.#cut(actor)
        if (actor.kind === 'native') this.#connect(actor)
      } else if (actor.kind === 'stock') await this.#playStock(actor, step.do, step.space)
      else this.#play(actor, step.do, step.space)
    }
  }

  #connect(actor: Actor): void {
    actor.tap = new Tap(message => this.#hear(actor, message))
    const connection = new NativeConnection({
      id: ++this.#connections,
      socket: actor.tap,
      host: this.#relay.host,
      log: { info() {}, error: (...what: unknown[]) => this.#report(`${what.at(-1)}`) },
      helloWatch: { stop() {} },
      count: this.#count,
      identity: this.#relay.identity,
      feed: null,
      clock: this.#clock,
    })
    actor.connection = connection
    this.#relay.connections.add(connection)
    const { agent, user } = actor
    actor.send({ type: 'hello', versions: [1, 1], tenant, agent, user, token: '', client: '' })
  }

  #cut(actor: Actor): void {
    this.#relay.connections.delete(actor.connection as NativeConnection)
    actor.cut()
  }

  #play(actor: Actor, what: 'join' | 'write' | 'show' | 'lease' | 'leave', space: string): void {
    const place = actor.placeIn(space)
    const { channel } = place
    if (what === 'join') this.#join(actor, space)
    else if (what === 'leave') {
      actor.send({ type: 'leave', channel })
      place.isWanted = false
      place.status = 'out'
    } else if (what === 'show') {
      const state = Buffer.from(canaryOf(space))
      actor.send({ type: 'presence', channel, client: place.client, state: new Uint8Array(state) })
    } else if (what === 'lease') {
      actor.send({ type: 'acquire', channel, request: actor.nextRequest(), key: 'k', holder: channel, ttlMs: 30_000 })
    } else if (place.client > 0) {
      const update = Actor.push(place, this.#note(actor, space))
      actor.send({ type: 'update', channel, seq: ++place.seq, lease: null, codec: 0, update })
    }
  }

  /** Everybody says what it wants to write, whether or not it may. */
  #note(actor: Actor, space: string): string {
    const payload = `${canaryOf(space)}${++this.#payloads}`
    this.#written.set(payload, this.#levelOf(actor, space) >= appendLevel)
    return payload
  }

  #join(actor: Actor, space: string): void {
    const place = actor.placeIn(space)
    place.client = ++this.#ids
    place.request = actor.nextRequest()
    place.isWanted = true
    if (place.status === 'out') place.status = 'asked'
    const { request, client } = place
    const base = { epoch: '', vector: new Map(), deletesDigest: 0 }
    actor.send({ type: 'join', request, room: roomOf(space), ids: [client], ...base })
  }

  async #playStock(actor: Actor, what: string, space: string): Promise<void> {
    const place = actor.placeIn('')
    if (what === 'join' && actor.connection === null) await this.#connectStock(actor, space)
    else if (what === 'write' && place.client > 0 && actor.connection !== null) {
      const [own = ''] = [...actor.places.keys()].filter(name => name !== '')
      actor.sendStock(Actor.push(place, this.#note(actor, own)))
    }
  }

  /** As the server upgrades a stock client: asked before and after the room is loaded. */
  async #connectStock(actor: Actor, space: string): Promise<void> {
    const { rightsOf } = this.#relay.identity
    const principal = { tenant, agent: actor.agent, user: actor.user, name: '' }
    const mayJoin = authorise(principal, 'join', roomOf(space), rightsOf).isAllowed
    if (mayJoin !== this.#levelOf(actor, space) >= readLevel) this.#report(`stock join of ${space} was ${mayJoin}`)
    if (!mayJoin) return
    const hosted = await this.#relay.host.open(roomOf(space), 'any')
    actor.places.clear()
    actor.placeIn('').client = ++this.#ids
    actor.placeIn(space).status = 'in'
    actor.tap = new Tap(message => this.#seek(actor, message))
    const connection = new StockConnection({
      id: ++this.#connections,
      socket: actor.tap as unknown as RelaySocket,
      hosted,
      room: roomOf(space),
      grant: { principal, lifeMs: null, isAdmin: false },
      rightsOf,
      clock: this.#clock,
      limits: defaultLimits,
      log: { info() {} } as never,
      now: () => 0,
    })
    actor.connection = connection
    this.#relay.connections.add(connection)
    connection.start()
  }

  /** Whatever is handed over: nothing of a space in it that the actor may not read. */
  #seek(actor: Actor, message: Uint8Array): void {
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.length)
    for (const { space, bytes: canary } of canaries) {
      if (!bytes.includes(canary) || this.#levelOf(actor, space) >= readLevel) continue
      this.#canaryBytes += canary.length
      this.#report(`${actor.kind} ${actor.agent} for "${actor.user}" reads ${space}`)
    }
  }

  #hear(actor: Actor, message: Uint8Array): void {
    this.#seek(actor, message)
    const frame = read(message)
    const space = actor.spaceOf(frame)
    if (space === undefined) return
    this.#check(actor, frame, space)
    actor.learn(frame, actor.placeIn(space))
    if (frame.type === 'admitted') this.#rejoin.push(() => this.#join(actor, space))
  }

  #check(actor: Actor, frame: RelayFrame, space: string): void {
    const level = this.#levelOf(actor, space)
    const { agent, user } = actor
    const wrong = (what: string): void => this.#report(`${agent} for "${user}" in ${space} at level ${level}: ${what}`)
    const code = 'code' in frame ? frame.code : null
    if (frame.type === 'joined' && level < readLevel) wrong('joined')
    else if (frame.type === 'admitted' && level < readLevel) wrong('admitted')
    else if (frame.type === 'join-refused' && code === 'unknown-room' && level >= readLevel) wrong('join refused')
    else if (frame.type === 'refused' && code === 'forbidden' && level >= appendLevel) wrong('write refused')
    else if (frame.type === 'refused' && code === 'unknown-room' && level >= readLevel)
      wrong('write refused as unknown')
    else if (frame.type === 'granted' && level < appendLevel) wrong('lease granted')
    else if (frame.type === 'lease-refused' && code === 'forbidden' && level >= appendLevel) wrong('lease refused')
  }

  /** Everything that is under way comes to its end. */
  async #rest(): Promise<void> {
    const idle = 3
    for (let quiet = 0; quiet < idle; ) {
      await turn()
      this.#time = Math.max(this.#time, this.#clock.now() + 60)
      this.#clock.pass(60)
      const isBusy = this.#relay.toDisk() || this.#rejoin.length > 0
      for (const join of this.#rejoin.splice(0)) join()
      quiet = isBusy ? 0 : quiet + 1
    }
    await Promise.all(this.#stated.splice(0))
  }

  /** At rest everybody is where it may be, with the rights that it has, and the logs hold what was allowed. */
  async #checkRest(): Promise<void> {
    const lines = this.#relay.log.entriesOf(tenant).map(({ statement }) => statement)
    if (JSON.stringify(lines) !== JSON.stringify(this.#statements))
      this.#report('the policy log is not what was stated')
    for (const actor of this.#actors) for (const space of actor.places.keys()) this.#checkPlace(actor, space)
    for (const space of spaces) {
      const { room } = await this.#relay.host.open(roomOf(space), 'entries')
      for (const { payload } of room.items.flatMap(({ bytes }) => payloadsOf(bytes))) {
        if (!this.#written.get(payload)) this.#report(`the log of ${space} holds ${payload}`)
      }
      for (const lease of room.leases.byKey.values()) {
        // Its end may be on its way to the disk.
        if (lease.state !== 'ending' && this.#levelOf(lease, space) < appendLevel)
          this.#report(`a lease of ${space} outlives the right to it`)
      }
    }
  }

  #checkPlace(actor: Actor, space: string): void {
    if (space === '') return
    const { status, rights, request, isWanted } = actor.placeIn(space)
    const level = this.#levelOf(actor, space)
    const who = `${actor.kind} ${actor.agent} for "${actor.user}" in ${space}`
    if (actor.kind === 'stock') {
      if (actor.tap?.isOpen && level < readLevel) this.#report(`${who} is still there`)
      return
    }
    if (status === 'in' && level < readLevel) this.#report(`${who} is still there`)
    if (status === 'in' && rights.join() !== allRights.slice(0, level).join()) this.#report(`${who} believes ${rights}`)
    if (status === 'out' && isWanted && level >= readLevel) this.#report(`${who} was never told that it may join`)
    if (status === 'asked') this.#report(`${who} got no answer to join ${request}`)
  }
}
