import { type DeleteSet, defaultLimits, type Limits, type RoomName, roomToString } from '@commonplace/protocol'
import type { Operation, Storage } from '@commonplace/storage'
import type { Logger } from 'pino'
import { platform } from '#platform'
import { CompactionError } from '../compaction/compaction-error'
import type { Compactor } from '../compaction/compactor'
import { type Clock, systemClock } from '../identity/clock'
import type { ReceiptKey } from '../identity/receipt-key'
import { withdrawLeases } from '../lease/withdraw'
import { createBreather } from '../log/breather'
import type { Committer } from '../log/committer'
import { DamagedRoomError, loadRoom } from '../log/load-room'
import { PieceCache } from '../log/piece-cache'
import { RoomLog } from '../log/room-log'
import { loadLeases } from '../log/stored-leases'
import { RelayMetrics } from '../operations/relay-metrics'
import { roomTag } from '../operations/room-tag'
import { catchUp, fallBehind } from '../room/catch-up'
import { committed } from '../room/commit'
import { deleteDots } from '../room/delete-dots'
import type { Delivery, Effect } from '../room/effect'
import { nextFold } from '../room/fold'
import type { LogItem } from '../room/log-item'
import type { Identity, MemberId } from '../room/member'
import { flushPresence } from '../room/presence'
import { rewriteItems, wantsCompaction } from '../room/rewrite'
import { createRoom, type Room, type RoomMode } from '../room/room'
import { AwarenessClocks } from './awareness-clocks'
import { LeaseDesk } from './lease-desk'
import { Purger } from './purger'
import type { RoomPort } from './room-port'

const presenceFlushMs = 50
// Enough to keep a fast reader busy until the next drain.
const catchUpBytes = 1024 * 1024
// Deciding on a compaction reads what all pieces delete: not after every commit.
const recordsBetweenChecks = 256
const bytesBetweenChecks = 4 * 1024 * 1024
const defaultIdleMs = 60_000

/** A room that is loaded, with the connections of its members. */
export class HostedRoom {
  readonly name: string
  readonly roomName: RoomName
  readonly room: Room
  readonly #host: RoomHost
  readonly #ports = new Map<MemberId, RoomPort>()
  readonly #log: RoomLog
  #isFolding = false
  /** a piece could not be read back */
  #isDamaged = false
  #compactions = 0
  #compaction: Promise<void> = Promise.resolve()
  /** a compaction failed: none is tried until the room is loaded anew or somebody asks */
  #isQuarantined = false
  #checkedAt = 0
  #checkedBytes = 0
  /** a place in the next commit is asked for */
  #isAdded = false
  /** commits of this room that are not on disk yet */
  #unsettled = 0
  #presenceTimer: unknown = null
  readonly #leases: LeaseDesk
  #awareness: AwarenessClocks | null = null

  constructor(host: RoomHost, roomName: RoomName, room: Room, isStored: boolean) {
    this.#host = host
    const name = roomToString(roomName)
    this.name = name
    this.roomName = roomName
    this.room = room
    this.#log = new RoomLog(name, room, { journal: host.committer.journal, pieces: host.pieces }, isStored)
    this.#leases = new LeaseDesk(name, room, host, effects => {
      this.run(effects)
      if (this.isIdle) host.watchIdle(this)
    })
  }

  /** Nobody is here and nothing waits: the room may be unloaded. */
  get isIdle(): boolean {
    return (
      this.#ports.size === 0 &&
      this.#unsettled === 0 &&
      !this.#isFolding &&
      this.#compactions === 0 &&
      this.#leases.isIdle
    )
  }

  get isDraining(): boolean {
    return this.#host.isDraining
  }

  get metrics(): RelayMetrics {
    return this.#host.metrics
  }

  get awareness(): AwarenessClocks {
    this.#awareness ??= new AwarenessClocks(() => Math.floor(Date.now() / 1000))
    return this.#awareness
  }

  attach(id: MemberId, port: RoomPort): void {
    this.#ports.set(id, port)
    this.#host.unwatchIdle(this)
  }

  detach(id: MemberId): void {
    this.#ports.delete(id)
    if (this.isIdle) this.#host.watchIdle(this)
  }

  /** Before it is unloaded: everything goes where whoever loads it looks for it. Says whether it is there. */
  settle(): boolean {
    if (!this.#log.isSettled) {
      this.#log.settleSoon()
      this.#commit()
      return false
    }
    this.#host.committer.journal.forget(this.#log)
    return true
  }

  /** Does what the room engine asks for: writes to the log and to the members' sockets, in order. */
  run(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'append') this.#commit()
      else if (effect.type === 'lease-put' || effect.type === 'lease-drop' || effect.type === 'lease-lasts') {
        this.#leases.run(effect)
      } else this.#deliver(effect)
    }
    if (this.room.presenceChanged.size > 0) {
      this.#presenceTimer ??= this.#host.clock.set(presenceFlushMs, () => {
        this.#presenceTimer = null
        this.#host.beforeTelling()
        this.run(flushPresence(this.room))
      })
    }
  }

  /** What the commit that begins now writes of this room. */
  operations(): readonly Operation[] {
    this.#isAdded = false
    return this.#log.begin()
  }

  onDurable(): void {
    this.#host.beforeTelling()
    this.#unsettled--
    this.#log.committed()
    for (const port of this.#ports.values()) if (port.isBehind) fallBehind(this.room, port.id)
    this.run(committed(this.room))
    this.#scheduleFold()
    this.#considerCompaction()
    if (this.isIdle) this.#host.watchIdle(this)
  }

  /** A member's socket has drained: it gets some of what it missed. */
  catchUp(id: MemberId): void {
    this.run(catchUp(this.room, id, catchUpBytes))
  }

  #commit(): void {
    if (!this.#isAdded) this.#unsettled++
    this.#isAdded = true
    this.#host.committer.add(this)
  }

  #deliver(effect: Delivery): void {
    this.metrics.countDelivery(effect)
    const rendered: { [kind in RoomPort['kind']]?: readonly Uint8Array[] } = {}
    for (const id of effect.members) {
      const port = this.#ports.get(id)
      if (port === undefined) continue
      rendered[port.kind] ??= port.render(this, effect)
      port.deliver(this, effect, rendered[port.kind]!)
      if (effect.type === 'closed') this.detach(id)
    }
  }

  // Off the join path and one fold a turn, so that a long tail never holds up the loop.
  #scheduleFold(): void {
    if (this.#isFolding || this.#isDamaged || this.#compactions > 0 || this.#host.isDraining) return
    if (nextFold(this.room.items) === null) return
    this.#isFolding = true
    platform.soon(() => {
      this.#isFolding = false
      this.#fold()
      this.#scheduleFold()
    })
  }

  #fold(): void {
    try {
      if (this.#compactions === 0 && this.#log.fold()) this.#commit()
    } catch (error) {
      if (!(error instanceof DamagedRoomError)) throw error
      // A piece that was sound when the room was loaded: it is served while it can be, and grows on.
      this.#isDamaged = true
      this.#host.reportCompaction(this.name, error)
    }
  }

  /**
   * Rewrites the log so that it holds nothing that is deleted, after deleting what is to go. Whoever is connected notices the
   * deletes and nothing else. Resolves when all of it is on disk.
   *
   * @throws CompactionError when the log cannot be rewritten: it stays as it is, with the deletes
   * @throws RangeError when the room does not hold all of what is to go
   */
  compact(without: DeleteSet = new Map()): Promise<void> {
    this.#compactions++
    const compaction = this.#compaction
      .then(() => this.#compact(without))
      .finally(() => {
        this.#compactions--
        this.#scheduleFold()
        if (this.isIdle) this.#host.watchIdle(this)
      })
    this.#compaction = compaction.catch(() => {})
    return compaction
  }

  async #compact(without: DeleteSet): Promise<void> {
    if (this.#host.isDraining) throw new CompactionError('the relay is shutting down')
    this.run(deleteDots(this.room, without))
    await this.#onDisk()
    const items = [...this.room.items]
    if (items.length === 0) return
    const pieces = await this.#host.compactor.compact(await this.#read(items))
    if (this.#host.isDraining) throw new CompactionError('the relay is shutting down')
    const rewritten = rewriteItems(items, pieces)
    if (typeof rewritten === 'string') throw new CompactionError(rewritten)
    this.#log.replace(items, rewritten)
    this.#commit()
    await this.#onDisk()
  }

  async #read(items: readonly LogItem[]): Promise<Uint8Array[]> {
    const most = this.#host.compactor.bounds?.inputBytes ?? Number.POSITIVE_INFINITY
    const size = items.reduce((sum, item) => sum + item.size, 0)
    if (size > most) throw new CompactionError(`${size} bytes, at most ${most} are compacted`)
    const breathe = createBreather()
    const updates: Uint8Array[] = []
    for (const { bytes } of items) {
      updates.push(bytes)
      await breathe()
    }
    return updates
  }

  /** Resolves when all that was queued before is on disk; never, when the disk refuses. */
  #onDisk(): Promise<void> {
    return new Promise(resolve => this.#host.committer.add({ operations: () => [], onDurable: resolve }))
  }

  #considerCompaction(): void {
    if (this.#isQuarantined || this.#compactions > 0 || this.#host.isDraining) return
    const { committed, bytes } = this.room
    const isSoon = committed - this.#checkedAt < recordsBetweenChecks && bytes - this.#checkedBytes < bytesBetweenChecks
    if (isSoon) return
    this.#checkedAt = committed
    this.#checkedBytes = bytes
    if (!wantsCompaction(this.room)) return
    this.compact().catch(error => {
      if (this.#host.isDraining) return
      this.#isQuarantined = true
      this.#host.reportCompaction(this.name, error)
    })
  }
}

/** All rooms of a relay: loaded in one flight each, unloaded when idle. */
export class RoomHost {
  readonly committer: Committer
  readonly limits: Limits
  readonly epoch: string
  readonly metrics: RelayMetrics
  /** times leases and presence */
  readonly clock: Pick<Clock, 'set' | 'clear'>
  /** the relay is shutting down: what is queued is written, nothing is begun */
  isDraining = false
  /** called before members are told what others did: rights that end at a time may have ended */
  readonly beforeTelling: () => void
  readonly pieces: PieceCache
  readonly compactor: Pick<Compactor, 'compact'> & Partial<Pick<Compactor, 'bounds'>>
  readonly purger: Purger
  readonly #storage: Storage
  readonly #log: Pick<Logger, 'error'>
  readonly #idleMs: number
  readonly #receiptKey: ReceiptKey | null
  readonly #mayHold: (room: RoomName, owner: Identity) => boolean
  readonly #rooms = new Map<string, Promise<HostedRoom>>()
  readonly #channels = new Set<number>()
  readonly #idle = new Map<HostedRoom, unknown>()

  constructor(options: {
    storage: Storage
    committer: Committer
    epoch: string
    log: Pick<Logger, 'error'>
    limits?: Limits
    compactor: Pick<Compactor, 'compact'> & Partial<Pick<Compactor, 'bounds'>>
    idleMs?: number
    metrics?: RelayMetrics
    clock?: Pick<Clock, 'set' | 'clear'>
    receiptKey?: ReceiptKey | null
    beforeTelling?: () => void
    /** whether somebody may hold leases in a room */
    mayHold?: (room: RoomName, owner: Identity) => boolean
  }) {
    this.#storage = options.storage
    this.pieces = new PieceCache(options.storage)
    const { storage } = options
    this.purger = new Purger(storage.scrub && (() => this.settleJournal().then(() => storage.scrub!())))
    this.committer = options.committer
    this.epoch = options.epoch
    this.#log = options.log
    this.limits = options.limits ?? defaultLimits
    this.compactor = options.compactor
    this.#idleMs = options.idleMs ?? defaultIdleMs
    this.#receiptKey = options.receiptKey ?? null
    this.beforeTelling = options.beforeTelling ?? (() => {})
    this.#mayHold = options.mayHold ?? (() => true)
    this.metrics = options.metrics ?? new RelayMetrics()
    this.clock = options.clock ?? systemClock
  }

  /** How many rooms are loaded. */
  get size(): number {
    return this.#rooms.size
  }

  /**
   * The room of that name, loaded once however many ask at the same time; a new one gets the mode.
   *
   * @throws DamagedRoomError when its log cannot be trusted; the next call tries again
   */
  open(roomName: RoomName, mode: RoomMode): Promise<HostedRoom> {
    const name = roomToString(roomName)
    let opening = this.#rooms.get(name)
    if (opening === undefined) {
      opening = this.#load(roomName, name, mode)
      this.#rooms.set(name, opening)
      opening.catch(error => {
        this.#rooms.delete(name)
        this.#log.error({ err: error, room: roomTag(name) }, 'a room could not be opened')
      })
    }
    return opening
  }

  /** Resolves when nothing that was committed before lies in the journal any more; rejects when the disk refuses. */
  async settleJournal(): Promise<void> {
    const { committer } = this
    committer.journal.rotate()
    while (committer.journal.isSettling) {
      committer.add({ operations: () => [], onDurable() {} })
      await committer.flush()
    }
  }

  /** Ends, in every loaded room of a tenant, the leases of whoever may not hold them any more. */
  withdrawLeases(tenant: string): void {
    for (const opening of this.#rooms.values()) {
      opening.then(hosted => hosted.roomName.tenant === tenant && hosted.run(this.#withdrawn(hosted))).catch(() => {})
    }
  }

  #withdrawn({ room, roomName }: HostedRoom): readonly Effect[] {
    return room.leases.byKey.size === 0 ? [] : withdrawLeases(room, owner => this.#mayHold(roomName, owner))
  }

  /** A room could not be compacted; it is served as it is. */
  reportCompaction(name: string, error: unknown): void {
    this.#log.error({ err: error, room: roomTag(name) }, 'a room could not be compacted and grows on')
  }

  /** Unloads the room if it is still idle after a while. */
  watchIdle(hosted: HostedRoom): void {
    systemClock.clear(this.#idle.get(hosted))
    const timer = systemClock.set(this.#idleMs, () => {
      this.#idle.delete(hosted)
      // When it is settled it is watched anew.
      if (!hosted.isIdle || !hosted.settle()) return
      this.#rooms.delete(hosted.name)
      this.#channels.delete(hosted.room.channel)
    })
    this.#idle.set(hosted, timer)
  }

  /** Somebody is in the room. */
  unwatchIdle(hosted: HostedRoom): void {
    systemClock.clear(this.#idle.get(hosted))
    this.#idle.delete(hosted)
  }

  async #load(roomName: RoomName, name: string, newMode: RoomMode): Promise<HostedRoom> {
    const stored = await loadRoom(this.#storage, name, undefined, item => {
      const piece = this.pieces.wrap(name, item)
      this.pieces.stored([piece])
      return piece
    })
    const { mode, generation, items, cut } = stored ?? { mode: newMode, generation: 0, items: [], cut: 0 }
    const channel = this.#newChannel()
    if (cut > 0) this.#log.error({ room: roomTag(name), cut, generation }, 'cut damaged records off the end of a log')
    const epoch = generation === 0 ? this.epoch : `${this.epoch}.${generation}`
    const leases = await loadLeases(this.#storage, name, epoch)
    const book = this.#receiptKey?.bookOf(name, epoch) ?? null
    const room = createRoom({ channel, epoch, mode, items, leases, book })
    const hosted = new HostedRoom(this, roomName, room, stored !== null)
    hosted.run(this.#withdrawn(hosted))
    this.watchIdle(hosted)
    return hosted
  }

  // Random, so that the number of a room tells nobody how many there are.
  #newChannel(): number {
    let channel: number
    do channel = crypto.getRandomValues(new Uint32Array(1))[0]!
    while (channel === 0 || this.#channels.has(channel))
    this.#channels.add(channel)
    return channel
  }
}
