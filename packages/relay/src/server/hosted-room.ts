import { type DeleteSet, type RoomName, roomToString } from '@commonplace/protocol'
import type { Operation } from '@commonplace/storage'
import { platform } from '#platform'
import { CompactionError } from '../compaction/compaction-error'
import type { EntryBlock } from '../guard/scan-entries'
import { createBreather } from '../log/breather'
import { DamagedRoomError } from '../log/load-room'
import { RoomLog } from '../log/room-log'
import type { RelayMetrics } from '../operations/relay-metrics'
import { blocksBeyond } from '../room/blocks-beyond'
import { catchUp, fallBehind } from '../room/catch-up'
import { committed } from '../room/commit'
import { deleteDots } from '../room/delete-dots'
import type { Delivery, Effect } from '../room/effect'
import { nextFold, recordsToFold } from '../room/fold'
import { leaveRoom } from '../room/leave'
import type { LogItem } from '../room/log-item'
import type { JoinRequest, MemberId } from '../room/member'
import { flushPresence } from '../room/presence'
import { rewriteItems, wantsCompaction } from '../room/rewrite'
import type { Room } from '../room/room'
import { lackedItems } from '../room/state-for'
import { AwarenessClocks } from './awareness-clocks'
import { LeaseDesk } from './lease-desk'
import type { RoomHost } from './room-host'
import type { RoomPort } from './room-port'

const presenceFlushMs = 50
// Enough to keep a fast reader busy until the next drain.
const catchUpBytes = 1024 * 1024
// Deciding on a compaction reads what all pieces delete: not after every commit.
const recordsBetweenChecks = 256
const bytesBetweenChecks = 4 * 1024 * 1024
// Smaller rooms are read within a few milliseconds.
const readAheadBytes = 2 * 1024 * 1024

/** A room that is loaded, with the connections of its members. */
export class HostedRoom {
  readonly name: string
  readonly roomName: RoomName
  readonly room: Room
  readonly #host: RoomHost
  readonly #ports = new Map<MemberId, RoomPort>()
  readonly #log: RoomLog
  #isFolding = false
  /** nothing is to be folded before the log has so many items */
  #foldAt = 0
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
    if (this.room.presenceChanged !== null) {
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

  /**
   * Answers a join once what the joiner lacks is in memory, and found in what it holds in part: read from the disk and looked
   * through a slice a turn of the loop, so that a large room holds up nobody.
   */
  async withPieces(request: JoinRequest, answer: (request: JoinRequest) => void): Promise<void> {
    const { room } = this
    if (room.bytes < readAheadBytes) {
      answer(request)
      return
    }
    const { epoch, vector, readsPacked } = request
    const isKnown = epoch === '' || epoch === room.epoch
    const held: Uint8Array[] = []
    const found = new Map<LogItem, readonly EntryBlock[] | null>()
    const breathe = createBreather()
    // What is folded meanwhile shifts the others: those that are missed are read by the answer.
    for (const { item, isCut } of lackedItems(room.items, isKnown ? vector : new Map())) {
      const bytes = (readsPacked && !isCut ? item.packed : null) ?? item.bytes
      held.push(bytes)
      if (isCut) found.set(item, blocksBeyond(bytes, vector))
      await breathe()
    }
    answer({ ...request, found })
    held.length = 0
  }

  /** A member's socket has drained: it gets some of what it missed. */
  catchUp(id: MemberId): void {
    this.#host.beforeTelling()
    try {
      this.run(catchUp(this.room, id, catchUpBytes))
    } catch (error) {
      if (!(error instanceof DamagedRoomError)) throw error
      const message = 'a piece of the room cannot be read'
      this.run([{ type: 'closed', members: [id], code: 'unavailable', message }, ...leaveRoom(this.room, id)])
    }
  }

  #commit(): void {
    if (!this.#isAdded) this.#unsettled++
    this.#isAdded = true
    this.#host.committer.add(this)
  }

  #deliver(effect: Delivery): void {
    this.metrics.countDelivery(effect)
    let native: readonly Uint8Array[] | null = null
    let stock: readonly Uint8Array[] | null = null
    for (const id of effect.members) {
      const port = this.#ports.get(id)
      if (port === undefined) continue
      if (port.kind === 'native') {
        native ??= port.render(this, effect)
        port.deliver(this, effect, native)
      } else {
        stock ??= port.render(this, effect)
        port.deliver(this, effect, stock)
      }
      if (effect.type === 'closed') this.detach(id)
    }
  }

  // Off the join path and one fold a turn, so that a long tail never holds up the loop.
  #scheduleFold(): void {
    if (this.#isFolding || this.#isDamaged || this.#compactions > 0 || this.#host.isDraining) return
    const { items } = this.room
    if (items.length < this.#foldAt) return
    if (nextFold(items) === null) {
      this.#foldAt = items.length + recordsToFold(items)
      return
    }
    this.#isFolding = true
    platform.soon(() => {
      this.#isFolding = false
      this.#foldAt = 0
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
        this.#foldAt = 0
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
    this.#log.isHeld = true
    try {
      const pieces = await this.#host.compactor.compact(await this.#read(items))
      if (this.#host.isDraining) throw new CompactionError('the relay is shutting down')
      const rewritten = rewriteItems(items, pieces)
      if (typeof rewritten === 'string') throw new CompactionError(rewritten)
      this.#log.replace(items, rewritten)
    } finally {
      this.#log.isHeld = false
    }
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
