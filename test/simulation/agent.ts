import { decodeClientFrame, decodeUpdate } from '@commonplace/protocol'
import type { MemoryDisk } from '@commonplace/storage/memory'
import * as Y from 'yjs'
import { entriesIn } from '../../packages/memory/src/model'
import { type Connection, createConnection } from '../../packages/memory/src/sync/connection'
import { journalKeys } from '../../packages/memory/src/sync/journal-keys'
import { Replica } from '../../packages/memory/src/sync/replica'
import type { Write } from '../../packages/memory/src/sync/write'
import { chanceOf } from './chance'
import { HeldDisk } from './held-disk'
import type { Happening, Kernel } from './kernel'
import { Link, type LinkTarget } from './link'
import { simulatedRoom } from './relay'

const prefix = 'team'
const parkedKeys = journalKeys(prefix).all('parked')

export interface AgentWorld {
  readonly kernel: Kernel
  readonly seed: number
  readonly networkMs: number
  readonly diskMs: number
  readonly relay: LinkTarget
  report(problem: string): void
  /** a process of the agent is open */
  onOpen(agent: Agent): void
}

/** One agent: its disk, and one process after the other that works on it. */
export class Agent {
  readonly name: string
  /** tells agents of one name apart */
  readonly place: string
  readonly #world: AgentWorld
  disk: HeldDisk | null = null
  replica: Replica | null = null
  connection: Connection | null = null
  link: Link | null = null
  /** writes of this process, by what they say */
  readonly writes = new Map<string, Write>()
  /** what is to happen as soon as so many commits are under way */
  ambush: { readonly pending: number; readonly strike: () => void } | null = null
  /** ids of processes that did not end as they should */
  readonly #burned = new Set<number>()
  /** ids of this process that are on its disk: the one it opened with, and those it joined with */
  readonly #kept = new Set<number>()
  #life = 0
  #links = 0
  #timers = new Set<Happening>()

  constructor(name: string, place: string, world: AgentWorld) {
    this.name = name
    this.place = place
    this.#world = world
  }

  get isOpen(): boolean {
    return this.replica !== null
  }

  async start(from?: MemoryDisk): Promise<void> {
    const { kernel, seed, diskMs, report } = this.#world
    const life = ++this.#life
    const random = chanceOf(seed, this.place, 'process', life)
    this.writes.clear()
    this.disk = new HeldDisk({
      kernel,
      chance: n => chanceOf(seed, this.place, 'disk', life, n),
      meanMs: diskMs,
      onCommit: pending => this.#onCommit(pending),
      ...(from && { from }),
    })
    let replica: Replica
    try {
      replica = await Replica.open({
        room: simulatedRoom,
        storage: this.disk.storage,
        prefix,
        createDoc: () => new Y.Doc({ guid: 'team' }),
        randomClientId: random.clientId,
        agent: { agent: this.name, user: 'u' },
        now: () => kernel.now,
      })
    } catch (error) {
      report(`${this.place} does not open: ${error}`)
      return
    }
    if (this.#life !== life) return
    if (this.#burned.has(replica.client)) report(`${this.place} uses a client id again after a crash`)
    this.#kept.clear()
    this.#kept.add(replica.client)
    this.replica = replica
    this.connection = createConnection({
      url: 'ws://sim',
      tenant: 'sim',
      agent: this.name,
      user: 'u',
      timers: this.#createTimers(),
      random: random.next,
      openSocket: () => this.#dial(),
    })
    this.#world.onOpen(this)
    this.connection.attach(replica)
  }

  /** The process dies; what its disk keeps of what it asked for is chance. */
  crash(lateMs: number): MemoryDisk {
    const { replica, disk } = this
    this.#life++
    // An id that was taken a moment ago, and is on no disk and in no frame, never was.
    if (replica && this.#kept.has(replica.client)) this.#burned.add(replica.client)
    this.#hangUp(lateMs)
    this.replica = null
    this.connection = null
    this.disk = null
    return disk!.crash()
  }

  /** The process ends as it should. */
  async close(): Promise<MemoryDisk> {
    const { replica, connection, disk } = this
    const life = ++this.#life
    this.replica = null
    connection?.close()
    await replica?.close()
    // Whoever crashed it meanwhile has the disk.
    if (this.#life === life) this.disk = null
    this.#stopTimers()
    return disk!.close()
  }

  #onCommit(pending: number): void {
    if (!this.ambush || pending < this.ambush.pending) return
    this.#world.kernel.after(0, this.ambush.strike)
    this.ambush = null
  }

  #hangUp(lateMs: number): void {
    const { link, connection } = this
    this.#stopTimers()
    if (link) {
      link.onopen = null
      link.onmessage = null
      link.onclose = null
      link.onsend = null
      if (lateMs > 0) link.delayUp(lateMs)
      link.break()
    }
    this.link = null
    // A dead process does nothing more: what closing it would send ends at a line that is broken.
    connection?.close()
    this.#stopTimers()
  }

  #dial(): Link {
    const { kernel, seed, networkMs, relay } = this.#world
    const name = `${this.place}.${++this.#links}`
    const link = new Link({ kernel, seed, name, meanMs: networkMs, target: relay })
    link.onsend = bytes => this.#checkSent(bytes)
    this.link = link
    return link
  }

  /** Nothing goes out that a crash could still forget. */
  #checkSent(bytes: Uint8Array): void {
    const frame = decodeClientFrame(bytes)
    if (frame.type === 'join') for (const id of frame.ids) this.#kept.add(id)
    if (frame.type === 'join' && this.disk?.isPuttingInto(parkedKeys)) {
      this.#world.report(`${this.place} joins before what was refused is parked on disk`)
    }
    if (frame.type !== 'update') return
    const { kernel, report } = this.#world
    const early: (() => void)[] = []
    for (const structs of decodeUpdate(frame.update).blocks.values()) {
      for (const { payload } of entriesIn(structs)) {
        const write = this.writes.get(payload)
        // Whoever writes hears of it within the same turn.
        if (write?.tier === 'memory')
          early.push(() => write.tier === 'memory' && report(`sent before it was on disk: ${payload}`))
      }
    }
    if (early.length === 0) return
    kernel.after(0, () => {
      for (const look of early) look()
    })
  }

  #createTimers() {
    const { kernel } = this.#world
    return {
      set: (ms: number, callback: () => void): unknown => {
        const timer = kernel.after(
          ms,
          () => {
            this.#timers.delete(timer)
            kernel.note(`${this.place} timer`)
            callback()
          },
          true,
        )
        this.#timers.add(timer)
        return timer
      },
      clear: (handle: unknown): void => {
        const timer = handle as Happening | undefined
        timer?.cancel()
        if (timer) this.#timers.delete(timer)
      },
    }
  }

  #stopTimers(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
  }
}
