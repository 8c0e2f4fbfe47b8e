import { decodeUpdate, defaultLimits, type RefusalCode } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import type { MemoryDisk } from '@commonplace/storage/memory'
import { type Dot, EntryIndex, entriesIn } from '../model'
import { compactable } from '../model/compaction'
import { headsOf } from '../model/heads.fixture'
import { entriesOf } from './document-entries.fixture'
import { RelayModel } from './relay-model.fixture'
import { SimulatedAgent, settle } from './simulated-agent.fixture'
import { SimulatedNetwork } from './simulated-network.fixture'

/** Which faults may happen besides crashes, cuts and refusals. */
export interface Faults {
  /** what a dead process sent arrives later, while its successor is at work */
  readonly zombies?: boolean
  /** the relay goes back to an older backup */
  readonly restores?: boolean
  /** stores are copied, and put back */
  readonly clones?: boolean
  /** disks forget what they said was written */
  readonly lies?: boolean
}

/** What is known of one entry that somebody wrote, by its payload. */
export interface Wish {
  readonly key: string
  /** the payloads of the heads its writer saw */
  readonly seen: readonly string[]
  /** it was not on disk, or the disk lied, when its writer crashed */
  mayBeLost: boolean
  /** its writer was told that the relay has it */
  wasAcknowledged: boolean
  /** its writer was told that it is gone */
  wasReported: boolean
  wasErased: boolean
}

const keys = ['a', 'b']
const erasableKey = 'e'

/** Some agents, a relay, and everything that can go wrong between them, all decided by one seed. */
export class Simulation {
  readonly random: SeededRandom
  readonly relay: RelayModel
  readonly network: SimulatedNetwork
  readonly faults: Faults
  readonly agents: SimulatedAgent[] = []
  readonly wishes = new Map<string, Wish>()
  readonly problems: string[] = []
  readonly counts = { starts: 0, refusals: 0, rebuilds: 0 }
  #refusalRate = 0
  #isHealed = false
  readonly #backups: { readonly name: string; readonly disk: MemoryDisk }[] = []

  constructor(seed: number, faults: Faults) {
    this.random = new SeededRandom(seed)
    this.faults = faults
    const updateBytes = this.random.pick([600, 4096, defaultLimits.updateBytes])
    const idsPerJoin = this.random.pick([3, 64])
    this.relay = new RelayModel(this.random, { ...defaultLimits, updateBytes, idsPerJoin })
    this.network = new SimulatedNetwork(this.relay)
    this.relay.policy = update => this.#refuse(update)
  }

  async start(): Promise<void> {
    for (const name of this.random.pick([
      ['A', 'B', 'C'],
      ['A', 'A', 'B'],
      ['A', 'B', 'C', 'C'],
    ])) {
      await this.#startAgent(new SimulatedAgent(name, this.random, this.network))
    }
  }

  async run(): Promise<void> {
    await this.start()
    for (let left = 150 + this.random.below(150); left > 0; left--) {
      await this.#step(this.random.next())
      await settle()
    }
    await this.#heal()
  }

  async #startAgent(agent: SimulatedAgent, disk?: MemoryDisk): Promise<void> {
    this.counts.starts++
    await agent.start(disk)
    agent.replica.onRefused(({ code, entries }) => {
      for (const { payload } of entries) this.wishes.get(payload)!.wasReported = true
      const isGuilty = (sign: string) => entries.some(({ payload }) => payload.includes(sign))
      if (code === 'invalid' && !isGuilty('POISON')) this.problems.push('an innocent write was parked as invalid')
      if (code === 'too-large' && !isGuilty('xxx')) this.problems.push('an innocent write was parked as too large')
    })
    agent.replica.onDocument(() => this.counts.rebuilds++)
    if (!this.agents.includes(agent)) this.agents.push(agent)
  }

  async #step(x: number): Promise<void> {
    const { random, relay, network } = this
    const agent = random.pick(this.agents)
    if (x < 0.18) this.#write(agent)
    else if (x < 0.2) this.#compact(agent)
    else if (x < 0.22) this.#erase(agent)
    else if (x < 0.34) agent.storage.flush(1 + random.below(3))
    else if (x < 0.72) await this.#deliver(1 + random.below(4))
    else if (x < 0.82) relay.sync()
    else if (x < 0.86) network.tick()
    else if (x < 0.88) agent.breakLine()
    else if (x < 0.9) network.drop(relay.crash())
    else if (x < 0.91) relay.fold()
    else if (x < 0.925) this.#refusalRate = random.pick([0, 0, 0.15, 0.5])
    else if (x < 0.935) relay.rights = random.chance(0.3) ? ['read'] : ['read', 'append']
    else if (x < 0.94) relay.joinRefusal = random.pick([null, null, 'unknown-room', 'quota'])
    else if (x < 0.955) await this.#crash(agent)
    else if (x < 0.97) await this.#restart(agent)
    else if (x < 0.98) this.#backUp(agent)
    else if (x < 0.988) await this.#putBack(agent)
    else if (this.faults.restores && random.chance(0.3)) network.drop(relay.restore(random.below(relay.logged + 1)))
  }

  #refuse(update: Uint8Array): RefusalCode | null {
    for (const { payload } of [...decodeUpdate(update).blocks.values()].flatMap(structs => entriesIn(structs))) {
      const isEarly = this.agents.some(({ writes }) => writes.get(payload)?.tier === 'memory')
      if (isEarly) this.problems.push(`sent before it was on disk: ${payload}`)
    }
    const isPoison = Buffer.from(update).includes('POISON')
    const codes = ['quota', 'forbidden', 'rate-limited', 'draining'] as const
    const isUnlucky = !this.#isHealed && this.random.chance(this.#refusalRate)
    const code = isPoison ? 'invalid' : isUnlucky ? this.random.pick(codes) : null
    if (code) this.counts.refusals++
    return code
  }

  #write(agent: SimulatedAgent): void {
    const { random } = this
    const key = random.pick([...keys, erasableKey])
    const entries = []
    for (let left = random.chance(0.15) ? 1 + random.below(3) : 1; left > 0; left--) {
      const seen = headsOf(entriesOf(agent.replica.doc).filter(entry => entry.key === key))
      const kind = random.chance(0.05) ? 'POISON' : random.chance(0.02) ? 'x'.repeat(700) : 'v'
      const payload = `${kind}${this.wishes.size}`
      const known = { mayBeLost: false, wasAcknowledged: false, wasReported: false, wasErased: false }
      this.wishes.set(payload, { key, seen: seen.map(each => each.payload), ...known })
      entries.push({ key, parents: seen.map(({ dot }) => dot), payload })
    }
    const write = agent.replica.append(entries)
    for (const { payload } of entries) agent.writes.set(payload, write)
  }

  #own(agent: SimulatedAgent): (dot: Dot) => boolean {
    return ({ client }) => client === agent.replica.client
  }

  #compact(agent: SimulatedAgent): void {
    const index = new EntryIndex(agent.replica.doc)
    const own = this.#own(agent)
    const dots = compactable(index, this.random.pick(keys), {
      isAccepted: ({ dot }) => agent.replica.isAcknowledged(dot),
      mayDelete: ({ dot }) => own(dot),
    })
    index.destroy()
    if (dots.length > 0) agent.replica.remove(dots, { isCompaction: true })
  }

  #erase(agent: SimulatedAgent): void {
    const own = entriesOf(agent.replica.doc).filter(({ key, dot }) => key === erasableKey && this.#own(agent)(dot))
    if (own.length === 0) return
    const entry = this.random.pick(own)
    this.wishes.get(entry.payload)!.wasErased = true
    agent.writes.set(`erase ${entry.payload}`, agent.replica.remove([entry.dot]))
  }

  async #deliver(count: number): Promise<void> {
    for (let left = count; left > 0; left--) {
      const ids = [...this.network.sockets.keys()]
      if (ids.length === 0) return
      const id = this.random.pick(ids)
      const isDelayed = this.faults.zombies && this.network.sockets.get(id)!.isZombie && !this.random.chance(0.05)
      if (!isDelayed || this.#isHealed) this.network.move(id, this.random.chance(0.5))
      await settle()
    }
  }

  /** What the process knew that its successor may not. */
  #forget(agent: SimulatedAgent, isLying: boolean): void {
    for (const [payload, write] of agent.writes) {
      if (payload.startsWith('erase ')) continue
      const wish = this.wishes.get(payload)!
      if (write.tier === 'relay') wish.wasAcknowledged = true
      else if (write.tier === 'memory' || (isLying && write.tier === 'local')) wish.mayBeLost = true
    }
    if (!this.faults.zombies && agent.socket) agent.socket.up.length = this.random.below(agent.socket.up.length + 1)
  }

  async #crash(agent: SimulatedAgent): Promise<void> {
    const disk = agent.crash()
    this.#forget(agent, false)
    await this.#startAgent(agent, disk)
  }

  async #restart(agent: SimulatedAgent): Promise<void> {
    const disk = await agent.close()
    this.#forget(agent, false)
    await this.#startAgent(agent, disk)
  }

  #backUp(agent: SimulatedAgent): void {
    if (this.faults.clones || this.faults.lies)
      this.#backups.push({ name: agent.name, disk: agent.storage.disk.copy() })
  }

  async #putBack(agent: SimulatedAgent): Promise<void> {
    const backups = this.#backups.filter(({ name }) => name === agent.name)
    const backup = backups[this.random.below(backups.length)]
    if (!backup) return
    if (this.faults.clones && this.random.chance(0.5) && this.agents.length < 5) {
      const clone = new SimulatedAgent(agent.name, this.random, this.network)
      await this.#startAgent(clone, backup.disk.copy())
      return
    }
    agent.crash()
    this.#forget(agent, true)
    const safe = this.relay.durablePayloads()
    for (const [payload, wish] of this.wishes) wish.mayBeLost ||= !safe.has(payload)
    await this.#startAgent(agent, backup.disk.copy())
  }

  /** Everything works again: what is wanted must come about. */
  async #heal(): Promise<void> {
    this.#isHealed = true
    this.relay.joinRefusal = null
    this.relay.rights = ['read', 'append']
    // Rights are told at a join; nothing else of what went wrong may need a new connection to come right.
    for (const agent of this.agents) if (!agent.replica.rights.has('append')) agent.breakLine()
    for (let round = 0; round < 2000; round++) {
      for (const agent of this.agents) agent.storage.flush()
      await settle()
      for (const id of [...this.network.sockets.keys()]) {
        this.network.move(id, round % 2 === 0)
        await settle()
      }
      this.relay.sync()
      if (this.#isQuiet()) return
      for (const agent of this.agents) if (agent.replica.status.value.state === 'denied') agent.breakLine()
      if (!this.network.isBusy()) this.network.tick()
    }
    const states = this.agents.map(({ name, replica, connection }) => {
      const { state, pending, restoring, fault } = replica.status.value
      return { name, connection: connection.status.value, state, pending, restoring, fault }
    })
    this.problems.push(`never quiet ${JSON.stringify(states)}`)
  }

  #isQuiet(): boolean {
    return (
      !this.network.isBusy() &&
      this.agents.every(({ replica, storage }) => {
        const { state, pending, restoring } = replica.status.value
        return state === 'live' && pending === 0 && !restoring && storage.pending === 0
      })
    )
  }
}
