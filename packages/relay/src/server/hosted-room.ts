import { type DeleteSet, type RoomName, roomToString } from '@commonplace/protocol'
import type { Operation } from '@commonplace/storage'
import type { EntryBlock } from '../guard/scan-entries'
import { createBreather } from '../log/breather'
import { DamagedRoomError } from '../log/load-room'
import { RoomLog } from '../log/room-log'
import type { RelayMetrics } from '../metrics/relay-metrics'
import { blocksBeyond } from '../room/blocks-beyond'
import { catchUp, fallBehind } from '../room/catch-up'
import { committed } from '../room/commit'
import type { Delivery, Effect } from '../room/effect'
import { turnJoinersAway } from '../room/join'
import { leaveRoom } from '../room/leave'
import type { LogItem } from '../room/log-item'
import type { JoinRequest, MemberId } from '../room/member'
import { flushPresence } from '../room/presence'
import type { Room } from '../room/room'
import { lackedItems } from '../room/state-for'
import { AwarenessClocks } from './awareness-clocks'
import { fullRetryMs, waitsForRoom } from './disk-full'
import { LeaseDesk } from './lease-desk'
import type { RoomHome, Unloadable } from './room-home'
import type { RoomPort } from './room-port'
import { RoomUpkeep } from './room-upkeep'

const presenceFlushMs = 50
// Enough to keep a fast reader busy until the next drain.
const catchUpBytes = 1024 * 1024
// Smaller rooms are read within a few milliseconds.
const readAheadBytes = 2 * 1024 * 1024

/** A room that is loaded, with the connections of its members. */
export class HostedRoom implements Unloadable {
  readonly name: string
  readonly roomName: RoomName
  readonly room: Room
  readonly #home: RoomHome
  readonly #ports = new Map<MemberId, RoomPort>()
  readonly #log: RoomLog
  /** a place in the next commit is asked for */
  #isAdded = false
  /** commits of this room that are not on disk yet */
  #unsettled = 0
  #presenceTimer: unknown = null
  readonly #leases: LeaseDesk
  readonly #upkeep: RoomUpkeep
  #awareness: AwarenessClocks | null = null

  constructor(home: RoomHome, roomName: RoomName, room: Room, isStored: boolean) {
    this.#home = home
    const name = roomToString(roomName)
    this.name = name
    this.roomName = roomName
    this.room = room
    this.#log = new RoomLog(name, room, { journal: home.committer.journal, pieces: home.pieces }, isStored)
    this.#upkeep = new RoomUpkeep(this, this.#log, home)
    this.#leases = new LeaseDesk(this, home)
  }

  /** Nobody is here and nothing waits: the room may be unloaded. */
  get isIdle(): boolean {
    return this.#ports.size === 0 && this.#unsettled === 0 && this.#upkeep.isIdle && this.#leases.isIdle
  }

  get isDraining(): boolean {
    return this.#home.isDraining
  }

  /** There is no room for what would be written now. */
  get isFull(): boolean {
    return this.#home.committer.isFull
  }

  get metrics(): RelayMetrics {
    return this.#home.metrics
  }

  get awareness(): AwarenessClocks {
    this.#awareness ??= new AwarenessClocks(() => Math.floor(Date.now() / 1000))
    return this.#awareness
  }

  attach(id: MemberId, port: RoomPort): void {
    this.#ports.set(id, port)
    this.#home.unwatchIdle(this)
  }

  detach(id: MemberId): void {
    this.#ports.delete(id)
    this.watchIdle()
  }

  /** Has the host unload it in a while, where nothing happens in it. */
  watchIdle(): void {
    if (this.isIdle) this.#home.watchIdle(this)
  }

  /** Before it is unloaded: everything goes where whoever loads it looks for it. Says whether it is there. */
  settle(): boolean {
    if (!this.#log.isSettled) {
      this.#log.settleSoon()
      this.commit()
      return false
    }
    this.#home.committer.journal.forget(this.#log)
    return true
  }

  /** There is no room on the disk, for who knows how long: who waits for what lies in memory is told to come again. */
  full(): void {
    const { room, roomName } = this
    if (room.queued > room.committed) this.run(turnJoinersAway(room, waitsForRoom(roomName), fullRetryMs))
  }

  /** Does what the room engine asks for: writes to the log and to the members' sockets, in order. */
  run(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'append') this.commit()
      else if (effect.type === 'lease-put' || effect.type === 'lease-drop' || effect.type === 'lease-lasts') {
        this.#leases.run(effect)
      } else this.#deliver(effect)
      if (effect.type === 'refused' && effect.code === 'quota') this.#upkeep.full()
    }
    if (this.room.presenceChanged !== null) {
      this.#presenceTimer ??= this.#home.clock.set(presenceFlushMs, () => {
        this.#presenceTimer = null
        this.#home.beforeTelling()
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
    this.#home.beforeTelling()
    this.#unsettled--
    this.#log.committed()
    for (const port of this.#ports.values()) if (port.isBehind) fallBehind(this.room, port.id)
    this.run(committed(this.room))
    this.#upkeep.committed()
    this.watchIdle()
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
    this.#home.beforeTelling()
    try {
      this.run(catchUp(this.room, id, catchUpBytes))
    } catch (error) {
      if (!(error instanceof DamagedRoomError)) throw error
      const message = 'a piece of the room cannot be read'
      this.run([{ type: 'closed', members: [id], code: 'unavailable', message }, ...leaveRoom(this.room, id)])
    }
  }

  /** Asks for a place in the next commit. */
  commit(): void {
    if (!this.#isAdded) this.#unsettled++
    this.#isAdded = true
    this.#home.committer.add(this)
  }

  #deliver(effect: Delivery): void {
    this.metrics.countDelivery(effect)
    let native: readonly Uint8Array[] | null = null
    let stock: readonly Uint8Array[] | null = null
    for (const id of effect.members) {
      const port = this.#ports.get(id)
      if (port === undefined) continue
      if (port.kind === 'native') {
        native ??= port.render(this.room, effect)
        port.deliver(this.room, effect, native)
      } else {
        stock ??= port.render(this.room, effect)
        port.deliver(this.room, effect, stock)
      }
      if (effect.type === 'closed') this.detach(id)
    }
  }

  /**
   * Rewrites the log so that it holds nothing that is deleted, after deleting what is to go. Whoever is connected notices the
   * deletes and nothing else. Resolves when all of it is on disk.
   *
   * @throws CompactionError when the log cannot be rewritten: it stays as it is, with the deletes
   * @throws RangeError when the room does not hold all of what is to go
   */
  compact(without?: DeleteSet): Promise<void> {
    return this.#upkeep.compact(without)
  }
}
