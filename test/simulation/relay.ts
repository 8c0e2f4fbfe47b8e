import {
  type ClientFrame,
  closeCodes,
  decodeClientFrame,
  encodeFrame,
  type Frame,
  FrameError,
  type Limits,
  type Receipt,
  type RefusalCode,
  type Right,
  refusalToCloseCode,
  roomToString,
} from '@commonplace/protocol'
import type { MemoryDisk } from '@commonplace/storage/memory'
import { createReceiptKey, type ReceiptKey } from '../../packages/relay/src/identity/receipt-key'
import { acquireLease, leaseStored } from '../../packages/relay/src/lease/acquire'
import { expireLease, leaseDropped, releaseLease, resumeLeases } from '../../packages/relay/src/lease/end'
import { renewLease } from '../../packages/relay/src/lease/renew'
import { type Committer, createCommitter } from '../../packages/relay/src/log/committer'
import { Journal } from '../../packages/relay/src/log/journal'
import { relayKey } from '../../packages/relay/src/log/keys'
import { loadRoom } from '../../packages/relay/src/log/load-room'
import { openLog } from '../../packages/relay/src/log/open-log'
import { PieceCache } from '../../packages/relay/src/log/piece-cache'
import { RoomLog } from '../../packages/relay/src/log/room-log'
import { dropLease, loadLeases, putLease } from '../../packages/relay/src/log/stored-leases'
import { catchUp, fallBehind } from '../../packages/relay/src/room/catch-up'
import { committed } from '../../packages/relay/src/room/commit'
import type { Delivery, Effect, LeaseEffect } from '../../packages/relay/src/room/effect'
import { nextFold } from '../../packages/relay/src/room/fold'
import { joinRoom } from '../../packages/relay/src/room/join'
import { leaveRoom } from '../../packages/relay/src/room/leave'
import { createRoom, type Room } from '../../packages/relay/src/room/room'
import { updateRoom } from '../../packages/relay/src/room/update'
import { messagesOf } from '../../packages/relay/src/server/render-native'
import { SharedPieces } from '../../packages/relay/src/server/shared-pieces'
import { messagesIn } from '../../packages/relay/src/server/websocket-message'
import { chanceOf } from './chance'
import { HeldDisk } from './held-disk'
import type { Happening, Kernel } from './kernel'
import type { Link, LinkTarget } from './link'
import { tornWrite } from './torn-write'
import { Witness } from './witness'

export const simulatedRoom = { tenant: 'sim', space: 'team', segment: 0 }
const roomName = roomToString(simulatedRoom)
const version = 1
/** So many frames under way make a slow reader. */
const backlogFrames = 6
// What was framed for joiners is kept for as long as a real relay keeps it.
const sharedMs = 1000
const catchUpBytes = 2000

/** One connection as the relay sees it. */
interface Client {
  readonly id: number
  readonly link: Link
  agent: string
  user: string
  /** what it shows for the ids of its next join */
  receipts: readonly Receipt[]
}

/** What the world around the relay decides. */
export interface RelayWorld {
  readonly kernel: Kernel
  readonly seed: number
  readonly limits: Limits
  readonly diskMs: number
  rightsOf(agent: string): readonly Right[]
  /** why an update that is new is not taken, whatever it holds */
  refuse(agent: string, update: Uint8Array): RefusalCode | null
  isRevoked(agent: string): boolean
  isHonest(agent: string): boolean
  report(problem: string): void
}

/** One process of a relay: the real log, guard and room engine on a disk and links that can fail. */
export class Relay implements LinkTarget {
  room: Room | null = null
  /** strikes as soon as a commit is under way */
  ambush: (() => void) | null = null
  readonly #world: RelayWorld
  readonly #clients = new Map<Link, Client>()
  readonly #byId = new Map<number, Client>()
  #disk: HeldDisk | null = null
  #committer: Committer | null = null
  #log: RoomLog | null = null
  #isFolding = false
  readonly #timers = new Map<number, Happening>()
  #life = 0
  #lastClient = 0
  #drawn = 0
  readonly #witness: Witness
  /** stays when the disk is lost, like the configuration that it is part of */
  #receiptKey: ReceiptKey | null = null
  #shared: SharedPieces | null = null

  constructor(world: RelayWorld) {
    this.#world = world
    this.#witness = new Witness(problem => world.report(problem))
  }

  get isUp(): boolean {
    return this.room !== null
  }

  get pendingCommits(): number {
    return this.#disk?.pending ?? 0
  }

  get connections(): number {
    return this.#clients.size
  }

  async start(from?: MemoryDisk): Promise<void> {
    const { kernel, seed, diskMs } = this.#world
    const life = ++this.#life
    const disk = new HeldDisk({
      kernel,
      chance: n => chanceOf(seed, 'relay disk', life, n),
      meanMs: diskMs,
      ...(from && { from }),
      onCommit: () => {
        const strike = this.ambush
        this.ambush = null
        if (strike) kernel.after(0, strike)
      },
      onDurable: operations => this.#witness.durable(operations),
    })
    this.#disk = disk
    this.#shared = new SharedPieces(run => void kernel.after(sharedMs, run, true))
    this.#committer = createCommitter(
      disk.storage,
      run => void kernel.after(0, run),
      () => this.#onDiskError(life),
      // Small, so that many segments are settled in a run.
      new Journal({ records: 10, bytes: 4000, scattered: 4, settledAtOnce: 2 }),
    )
    try {
      let epochs = 0
      const { epoch } = await openLog(disk.storage, () => `epoch ${life}.${++epochs}`)
      // Two pieces at most are in memory.
      const pieces = new PieceCache(disk.storage, { bytes: 1000, leastBytes: 400 })
      const stored = await loadRoom(
        disk.storage,
        roomName,
        async () => {},
        item => pieces.wrap(roomName, item),
      )
      pieces.stored(stored?.items ?? [])
      if (this.#life !== life) return
      const { mode, generation, items } = stored ?? { mode: 'entries' as const, generation: 0, items: [] }
      const roomEpoch = generation === 0 ? epoch : `${epoch}.${generation}`
      const leases = await loadLeases(disk.storage, roomName, roomEpoch)
      if (this.#life !== life) return
      this.#receiptKey ??= createReceiptKey(new Uint8Array(32), roomEpoch, this.#draw)
      const book = this.#receiptKey.bookOf(roomName, roomEpoch)
      const room = { channel: this.#channelOf(life), epoch: roomEpoch, mode, items, leases, book }
      this.#open(createRoom({ ...room, now: () => 1e6 + kernel.now }))
      const { journal } = this.#committer!
      this.#log = new RoomLog(roomName, this.room!, { journal, pieces }, stored !== null)
    } catch (error) {
      this.#world.report(`the relay does not start: ${error}`)
    }
  }

  /** The process ends at once; every connection is lost. */
  crash(isTorn: boolean): MemoryDisk {
    this.#life++
    const disk = this.#disk!.crash(isTorn ? tornWrite : undefined)
    this.#disk = null
    this.#shared = null
    this.#committer = null
    this.room = null
    this.#isFolding = false
    this.#log = null
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
    const lost = [...this.#clients.keys()]
    this.#clients.clear()
    this.#byId.clear()
    for (const link of lost) link.break()
    return disk
  }

  /** The device says that it could not write. What the process does then is its own affair. */
  failDisk(): void {
    this.#disk?.fail()
  }

  backUp(): MemoryDisk | null {
    const copy = this.#disk?.copy() ?? null
    // Whoever puts a backup back says so: the log is not the one that acknowledged what came after it.
    copy?.apply([{ delete: relayKey }])
    return copy
  }

  updates(): Uint8Array[] {
    return this.room?.items.map(({ bytes }) => bytes) ?? []
  }

  open(link: Link): boolean {
    if (!this.room) return false
    const client = { id: ++this.#lastClient, link, agent: '', user: '', receipts: [] }
    this.#clients.set(link, client)
    this.#byId.set(client.id, client)
    link.ondrain = () => {
      if (this.room && this.#clients.has(link)) this.#run(catchUp(this.room, client.id, catchUpBytes))
    }
    return true
  }

  receive(link: Link, bytes: Uint8Array): void {
    const client = this.#clients.get(link)
    if (!client || !this.room) return
    try {
      this.#handle(client, this.room, decodeClientFrame(bytes, this.#world.limits))
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      const { code, message, value } = error
      this.#send(client, { type: 'failed', code, message, value })
      link.hangUp(refusalToCloseCode(code) ?? closeCodes.invalid)
      this.close(link)
    }
  }

  close(link: Link): void {
    const client = this.#clients.get(link)
    if (!client) return
    this.#clients.delete(link)
    this.#byId.delete(client.id)
    this.#witness.left(client.id)
    if (this.room) this.#run(leaveRoom(this.room, client.id))
  }

  #channelOf(life: number): number {
    return 1 + chanceOf(this.#world.seed, 'channel', life).below(2 ** 30)
  }

  #open(room: Room): void {
    this.room = room
    for (const effect of resumeLeases(room)) this.#lease(effect)
    this.#witness.started(this.updates())
  }

  #draw = (): number => 2 ** 40 + chanceOf(this.#world.seed, 'drawn id', ++this.#drawn).below(2 ** 40)

  // As `startRelay` does: nothing can be acknowledged any more, so the process ends, and somebody starts it again.
  #onDiskError(life: number): void {
    if (this.#life !== life) return
    const disk = this.crash(false)
    this.#world.kernel.after(50, () => void this.start(disk))
  }

  #handle(client: Client, room: Room, frame: ClientFrame): void {
    const { limits } = this.#world
    if (frame.type === 'hello') {
      const { agent, user, tenant } = frame
      Object.assign(client, { agent, user })
      this.#send(client, { type: 'welcome', version, epoch: room.epoch, tenant, agent, user, limits })
    } else if (frame.type === 'claim') client.receipts = frame.receipts
    else if (frame.type === 'join') this.#join(client, room, frame)
    else if (frame.type === 'ping') this.#send(client, { type: 'pong', nonce: frame.nonce })
    else if ('channel' in frame && frame.channel !== room.channel) return
    else if (frame.type === 'update') this.#update(client, room, frame)
    else if (frame.type === 'leave') this.#run(leaveRoom(room, client.id))
    else if (frame.type === 'acquire') this.#run(acquireLease(room, client.id, frame, this.#world.limits))
    else if (frame.type === 'renew') this.#run(renewLease(room, client.id, frame))
    else if (frame.type === 'release') this.#run(releaseLease(room, client.id, frame))
  }

  #join(client: Client, room: Room, join: Extract<ClientFrame, { type: 'join' }>): void {
    const { agent, user, id, receipts } = client
    client.receipts = []
    if (this.#world.isRevoked(agent)) {
      const refusal = { code: 'unknown-room', message: 'no such room', value: 0 } as const
      this.#send(client, { type: 'join-refused', request: join.request, ...refusal })
      return
    }
    // What strangers say of their own past is theirs to get wrong.
    if (this.#world.isHonest(agent)) this.#witness.joined(client.id)
    this.#run(joinRoom(room, { id, agent, user, rights: new Set(this.#world.rightsOf(agent)) }, { ...join, receipts }))
  }

  #update(client: Client, room: Room, frame: Extract<ClientFrame, { type: 'update' }>): void {
    const code = this.#world.refuse(client.agent, frame.update)
    const outside = code && { code, message: `refused: ${code}`, value: 0 }
    const member = room.members.get(client.id)
    if (member && !member.isBlocked && member.joining === null) {
      this.#witness.sent(client.id, frame.seq, frame.update)
      if (member.waiting.length > 64) this.#world.report(`${client.agent} has ${member.waiting.length} frames waiting`)
    }
    this.#run(updateRoom(room, client.id, frame, this.#world.limits, outside))
  }

  #run(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'append') this.#commit(this.room!)
      else if ('members' in effect) this.#deliver(effect)
      else this.#lease(effect)
    }
  }

  #commit(room: Room): void {
    this.#committer!.add({
      operations: () => {
        if (this.room !== room) return []
        const begun = room.writing.length
        const operations = this.#log!.begin()
        this.#witness.writing(room.writing.slice(begun).map(({ bytes }) => bytes))
        return operations
      },
      onDurable: () => {
        if (this.room !== room) return
        this.#log!.committed()
        for (const { id, link } of this.#byId.values()) if (link.backlog > backlogFrames) fallBehind(room, id)
        this.#run(committed(room))
        this.#fold(room)
      },
    })
  }

  #lease(effect: LeaseEffect): void {
    const room = this.room!
    const later = (after: (room: Room) => Effect[]) => () => {
      if (this.room === room) this.#run(after(room))
    }
    if (effect.type === 'lease-lasts') {
      this.#timers.get(effect.number)?.cancel()
      const expire = later(() => expireLease(room, effect.number))
      this.#timers.set(effect.number, this.#world.kernel.after(effect.ms, expire, true))
    } else if (effect.type === 'lease-put') {
      const operations = () => putLease(roomName, room.epoch, effect.lease)
      this.#committer!.add({ operations, onDurable: later(() => leaseStored(room, effect.lease.number)) })
    } else {
      const operations = () => [dropLease(roomName, effect.number)]
      this.#committer!.add({ operations, onDurable: later(() => leaseDropped(room, effect.number)) })
    }
  }

  #fold(room: Room): void {
    if (this.#isFolding || nextFold(room.items) === null) return
    this.#isFolding = true
    this.#world.kernel.after(1, () => {
      if (this.room !== room) return
      this.#isFolding = false
      if (this.#log!.fold()) this.#commit(room)
    })
  }

  #deliver(effect: Delivery): void {
    this.#witness.told(effect)
    const frames = messagesIn(messagesOf(this.room!, effect, this.#shared!))
    for (const id of effect.members) {
      const client = this.#byId.get(id)
      if (client) for (const bytes of frames) client.link.deliver(bytes)
    }
  }

  #send(client: Client, frame: Frame): void {
    client.link.deliver(encodeFrame(frame))
  }
}
