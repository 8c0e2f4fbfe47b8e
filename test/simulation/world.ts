import { decodeUpdate, defaultLimits, type RefusalCode, type Right } from '@commonplace/protocol'
import type { MemoryDisk } from '@commonplace/storage/memory'
import { dotToString, EntryIndex, entriesIn } from '../../packages/memory/src/model'
import { compactable } from '../../packages/memory/src/model/compaction'
import { headsOf } from '../../packages/memory/src/model/heads.fixture'
import { entriesOf } from '../../packages/memory/src/sync/document-entries.fixture'
import { coreOf } from '../../packages/memory/src/sync/replica'
import { Agent } from './agent'
import { chanceOf } from './chance'
import { Hostile } from './hostile'
import { Kernel } from './kernel'
import type { Plan, PlanItem } from './plan'
import { Relay } from './relay'
import { Wishes } from './wishes'

const erasableKey = 'e'
/** Far more than any plan needs: whoever is not done by then goes round in circles. */
const maxSteps = 60_000
const patienceMs = 30 * 60_000

/** Everything of one run: some agents, a relay, a stranger, and what a plan does to them. */
export class World {
  readonly plan: Plan
  readonly kernel = new Kernel()
  readonly relay: Relay
  readonly agents: Agent[] = []
  readonly wishes = new Wishes()
  readonly problems = new Set<string>()
  /** the relay went back to an earlier state, or lost all of it */
  wasRestored = false
  /** a damaged end was cut off the relay's log */
  wasCut = false
  readonly #hostile: Hostile
  readonly #readOnly = new Set<string>()
  readonly #revoked = new Set<string>()
  #refusal: { readonly code: RefusalCode; readonly rate: number } | null = null
  #updates = 0
  #backup: MemoryDisk | null = null
  #isHealed = false
  #places = 0

  constructor(plan: Plan) {
    this.plan = plan
    const { seed, updateBytes, idsPerJoin, networkMs, relayDiskMs } = plan
    const { kernel } = this
    this.relay = new Relay({
      kernel,
      seed,
      limits: { ...defaultLimits, updateBytes, idsPerJoin },
      diskMs: relayDiskMs,
      report: this.report,
      rightsOf: agent => this.#rightsOf(agent),
      refuse: (agent, update) => this.#refuse(agent, update),
      isRevoked: agent => this.#revoked.has(agent),
      isHonest: agent => plan.agents.includes(agent),
    })
    this.#hostile = new Hostile({ kernel, seed, networkMs, relay: this.relay })
  }

  /** ids of whoever is not one of the agents */
  get strangers(): ReadonlySet<number> {
    return this.#hostile.ids
  }

  readonly report = (problem: string): void => {
    this.problems.add(problem)
  }

  /** Does what the plan says, then lets everything work again until nothing moves. */
  async run(): Promise<void> {
    const { kernel, plan } = this
    void this.relay.start()
    for (const name of plan.agents) this.#settle(name)
    for (const item of plan.items) {
      kernel.after(item.at, () => {
        kernel.note(item.do)
        this.#act(item)
      })
    }
    const endsAt = Math.max(0, ...plan.items.map(({ at }) => at)) + 1000
    let isOver = false
    kernel.after(endsAt, () => {
      isOver = true
    })
    while (!isOver && kernel.steps < maxSteps) await kernel.step()
    this.#heal()
    while (!this.#isQuiet()) {
      if (kernel.steps > maxSteps || kernel.now > endsAt + patienceMs || !(await kernel.step())) {
        this.report(`never quiet: ${JSON.stringify(this.#states())}`)
        return
      }
      this.#mend()
    }
  }

  /** Lets time pass until something is so; false when it never will be. */
  async until(isSo: () => boolean): Promise<boolean> {
    const last = this.kernel.steps + 10_000
    while (!isSo()) if (this.kernel.steps > last || !(await this.kernel.step())) return false
    return true
  }

  /** A new agent comes, with nothing. */
  #settle(name: string): Agent {
    const { kernel, plan, relay } = this
    const { seed, networkMs, diskMs } = plan
    const place = `${name}${++this.#places}`
    const onOpen = (agent: Agent) => this.#follow(agent)
    const agent = new Agent(name, place, { kernel, seed, networkMs, diskMs, relay, report: this.report, onOpen })
    this.agents.push(agent)
    void agent.start()
    return agent
  }

  #follow(agent: Agent): void {
    for (const payload of this.wishes.forgottenBy(agent)) this.report(`${agent.place} forgot ${payload}`)
    const isRefused = this.plan.items.some(item => item.do === 'refuse' && item.code === 'causal-gap')
    agent.replica!.onRefused(({ code, entries }) => {
      if (code === 'causal-gap' && entries.length === 0 && !isRefused) this.report('a delete was refused for a gap')
      const isGuilty = (sign: string) => entries.some(({ payload }) => payload.includes(sign))
      if (code === 'invalid' && !isGuilty('POISON')) this.report('an innocent write was parked as invalid')
      if (code === 'too-large' && !isGuilty('xxx')) this.report('an innocent write was parked as too large')
    })
    agent.replica!.onMoved(moved => {
      // Whoever wrote under an id that a restored relay cannot tell from a stranger's takes another. A relay that cut a
      // damaged end off its log cannot either, but has all that it acknowledged: only what it did not may move.
      if (this.wasRestored) return
      const payloads = new Map(entriesOf(agent.replica!.doc).map(({ dot, payload }) => [dotToString(dot), payload]))
      for (const dot of moved.values()) {
        const payload = payloads.get(dotToString(dot)) ?? ''
        const isSafe = this.wishes.get(payload)?.wasAcknowledged || agent.writes.get(payload)?.tier === 'relay'
        if (!this.wasCut || isSafe) this.report(`an entry of ${agent.place} changed its name`)
      }
    })
  }

  #act(item: PlanItem): void {
    const { relay } = this
    switch (item.do) {
      case 'relay-crash':
        // Only what is on its way to the disk can be torn.
        if (item.isTorn && relay.isUp && relay.pendingCommits === 0) relay.ambush = () => this.#crashRelay(item)
        else this.#crashRelay(item)
        return
      case 'relay-disk-error':
        if (relay.isUp) relay.failDisk()
        return
      case 'relay-backup':
        if (relay.isUp) this.#backup = relay.backUp()
        return
      case 'relay-restore':
        this.#restore(item.isWiped, item.downMs)
        return
      case 'refuse':
        this.#refusal = item
        this.kernel.after(item.ms, () => {
          this.#refusal = null
        })
        return
      case 'attack':
        this.#hostile.attack(item.how)
        return
      default:
        this.#actOn(this.agents[item.agent]!, item)
    }
  }

  #actOn(agent: Agent, item: Extract<PlanItem, { agent: number }>): void {
    if (!agent.isOpen) return
    switch (item.do) {
      case 'write':
        this.#write(agent, item.key, item.payloads)
        return
      case 'erase':
        this.#erase(agent)
        return
      case 'compact':
        this.#compact(agent)
        return
      case 'cut':
        if (item.lateMs > 0) agent.link?.delayUp(item.lateMs)
        agent.link?.break()
        return
      case 'slow':
        agent.link?.clog(item.ms)
        return
      case 'crash':
        if (item.pending === 0) this.#crash(agent, item.lateMs)
        else agent.ambush = { pending: item.pending, strike: () => agent.isOpen && this.#crash(agent, item.lateMs) }
        return
      case 'disk-error':
        agent.disk!.fail()
        this.#crash(agent, item.lateMs)
        return
      case 'restart':
        void this.#restart(agent)
        return
      case 'vanish':
        this.#vanish(agent, item.agent, item.lateMs)
        return
      case 'read-only':
        this.#withdraw(this.#readOnly, agent.name, item.ms)
        return
      case 'revoke':
        this.#withdraw(this.#revoked, agent.name, item.ms)
    }
  }

  #crashRelay({ isTorn, downMs }: { readonly isTorn: boolean; readonly downMs: number }): void {
    if (!this.relay.isUp) return
    this.wasCut ||= isTorn
    this.#startRelay(this.relay.crash(isTorn), downMs)
  }

  #crash(agent: Agent, lateMs: number): void {
    this.wishes.ended(agent, false)
    void agent.start(agent.crash(lateMs))
  }

  #withdraw(from: Set<string>, name: string, ms: number): void {
    from.add(name)
    const breakLines = () => {
      for (const agent of this.agents) if (agent.name === name) agent.link?.break()
    }
    breakLines()
    this.kernel.after(ms, () => {
      if (from.delete(name)) breakLines()
    })
  }

  #startRelay(disk: MemoryDisk | undefined, downMs: number): void {
    this.kernel.after(downMs, () => void this.relay.start(disk))
  }

  #restore(isWiped: boolean, downMs: number): void {
    if (!this.relay.isUp || (!isWiped && !this.#backup)) return
    this.relay.crash(false)
    this.wasRestored = true
    for (const agent of this.agents) if (agent.isOpen) this.wishes.ended(agent, false)
    this.wishes.relayLost(new Set(this.agents.map(({ place }) => place)))
    this.#startRelay(isWiped ? undefined : this.#backup!, downMs)
  }

  async #restart(agent: Agent): Promise<void> {
    this.wishes.ended(agent, true)
    const disk = await agent.close()
    await agent.start(disk)
  }

  #vanish(agent: Agent, index: number, lateMs: number): void {
    this.wishes.ended(agent, false)
    agent.crash(lateMs)
    const { name, place } = agent
    this.wishes.vanished(place, this.wasRestored)
    const successor = this.#settle(name)
    this.agents.pop()
    this.agents[index] = successor
  }

  #write(agent: Agent, key: string, payloads: readonly string[]): void {
    const entries = payloads.map(payload => {
      const seen = headsOf(entriesOf(agent.replica!.doc).filter(entry => entry.key === key))
      this.wishes.wrote(
        agent,
        payload,
        key,
        seen.map(each => each.payload),
      )
      return { key, parents: seen.map(({ dot }) => dot), payload }
    })
    try {
      const write = agent.replica!.append(entries)
      for (const payload of payloads) agent.writes.set(payload, write)
    } catch (error) {
      this.report(`${agent.place} cannot write: ${error}`)
    }
  }

  #compact(agent: Agent): void {
    const replica = agent.replica!
    const index = new EntryIndex(replica.doc)
    const dots = ['a', 'b'].flatMap(key =>
      compactable(index, key, {
        isAccepted: ({ dot }) => replica.isAcknowledged(dot),
        mayDelete: ({ dot }) => dot.client === replica.client,
      }),
    )
    for (const dot of dots) this.wishes.deleted(index.get(dot)?.payload)
    index.destroy()
    if (dots.length > 0) replica.remove(dots, { isCompaction: true })
  }

  #erase(agent: Agent): void {
    const replica = agent.replica!
    const erasable = entriesOf(replica.doc).filter(({ key }) => key === erasableKey)
    const ours = erasable.filter(({ dot }) => replica.mayRemove(dot.client))
    const entry = ours.find(({ dot }) => dot.client !== replica.client) ?? ours[0]
    if (!entry) return
    this.wishes.deleted(entry.payload)
    replica.remove([entry.dot])
  }

  #rightsOf(agent: string): readonly Right[] {
    return this.#readOnly.has(agent) ? ['discover', 'read'] : ['discover', 'read', 'append']
  }

  #refuse(agent: string, update: Uint8Array): RefusalCode | null {
    const random = chanceOf(this.plan.seed, 'refusal', ++this.#updates)
    const isHonest = this.plan.agents.includes(agent)
    if (isHonest && hasPoison(update)) return 'invalid'
    if (this.#isHealed || !this.#refusal || !random.chance(this.#refusal.rate)) return null
    const { code, rate } = this.#refusal
    // A room that is full all the time takes what only deletes.
    const isFull = code === 'quota' && rate === 1
    return isFull && isHonest && decodeUpdate(update).blocks.size === 0 ? null : code
  }

  /** Everything works again: what is wanted must come about. */
  #heal(): void {
    this.#isHealed = true
    this.relay.ambush = null
    this.#refusal = null
    for (const agent of this.agents) agent.ambush = null
    this.#hostile.leave()
    this.#readOnly.clear()
    this.#revoked.clear()
    // Rights are told at a join; nothing else of what went wrong may need a new connection to come right.
    for (const { replica, link } of this.agents) if (replica && !replica.rights.has('append')) link?.break()
  }

  #mend(): void {
    for (const { replica, link } of this.agents) if (replica?.status.value.state === 'denied') link?.break()
  }

  #isQuiet(): boolean {
    return (
      this.kernel.busy === 0 &&
      this.relay.isUp &&
      this.agents.every(({ replica }) => {
        if (!replica) return false
        const { state, restoring } = replica.status.value
        // A delete of what a restored relay lost waits for its writer, who may never be back.
        const isSent = coreOf(replica).journal.outbox.every(({ isAnswered }) => isAnswered)
        return state === 'live' && isSent && !restoring
      })
    )
  }

  #states(): object[] {
    return this.agents.map(({ place, replica, connection }) => {
      const { state, pending, restoring, fault } = replica?.status.value ?? {}
      return { place, connection: connection?.status.value.state, state, pending, restoring, fault }
    })
  }
}

function hasPoison(update: Uint8Array): boolean {
  const blocks = [...decodeUpdate(update).blocks.values()]
  return blocks.some(structs => entriesIn(structs).some(({ payload }) => payload.startsWith('POISON')))
}
