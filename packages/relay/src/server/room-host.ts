import { defaultLimits, type Limits, type RoomName, roomToString } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import type { Logger } from 'pino'
import { platform } from '#platform'
import type { Compactor } from '../compaction/compactor'
import { type Clock, systemClock } from '../identity/clock'
import type { ReceiptKey } from '../identity/receipt-key'
import { withdrawLeases } from '../lease/withdraw'
import type { Committer } from '../log/committer'
import { loadRoom } from '../log/load-room'
import { defaultPieceBounds, PieceCache } from '../log/piece-cache'
import { loadLeases } from '../log/stored-leases'
import { RelayMetrics } from '../metrics/relay-metrics'
import type { Effect } from '../room/effect'
import type { Identity } from '../room/member'
import { createRoom, type RoomMode } from '../room/room'
import { HostedRoom } from './hosted-room'
import { Purger } from './purger'
import type { RoomHome, Unloadable } from './room-home'
import { roomTag } from './room-tag'
import { SharedPieces } from './shared-pieces'

const defaultIdleMs = 60_000
// Who joins at once does so within such a time.
const sharedMs = 1000

/** All rooms of a relay: loaded in one flight each, unloaded when idle. */
export class RoomHost implements RoomHome {
  readonly committer: Committer
  readonly limits: Limits
  readonly epoch: string
  readonly metrics: RelayMetrics
  /** times leases and presence */
  readonly clock: Pick<Clock, 'now' | 'set' | 'clear'>
  /** one for all rooms */
  readonly #now: () => number
  /** the relay is shutting down: what is queued is written, nothing is begun */
  isDraining = false
  /** called before members are told what others did: rights that end at a time may have ended */
  readonly beforeTelling: () => void
  readonly pieces: PieceCache
  readonly sharedPieces = new SharedPieces(run => platform.later(sharedMs, run))
  readonly compactor: Pick<Compactor, 'compact'> & Partial<Pick<Compactor, 'bounds'>>
  readonly purger: Purger
  readonly #storage: Storage
  readonly #log: Pick<Logger, 'error'>
  readonly #idleMs: number
  readonly #receiptKey: ReceiptKey | null
  readonly #mayHold: (room: RoomName, owner: Identity) => boolean
  readonly #rooms = new Map<string, Promise<HostedRoom>>()
  readonly #channels = new Set<number>()
  readonly #idle = new Map<Unloadable, unknown>()

  constructor(options: {
    storage: Storage
    committer: Committer
    epoch: string
    log: Pick<Logger, 'error'>
    limits?: Limits
    compactor: Pick<Compactor, 'compact'> & Partial<Pick<Compactor, 'bounds'>>
    idleMs?: number
    metrics?: RelayMetrics
    clock?: Pick<Clock, 'now' | 'set' | 'clear'>
    receiptKey?: ReceiptKey | null
    beforeTelling?: () => void
    /** whether somebody may hold leases in a room */
    mayHold?: (room: RoomName, owner: Identity) => boolean
  }) {
    this.#storage = options.storage
    this.pieces = new PieceCache(options.storage, defaultPieceBounds, platform.deflate, (ms, run) =>
      platform.later(ms, () => {
        // The store may be closed before long.
        if (!this.isDraining) run()
      }),
    )
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
    this.#now = () => this.clock.now()
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

  /** The disk is full: in no loaded room anybody waits for what cannot be written. */
  full(): void {
    for (const opening of this.#rooms.values()) opening.then(hosted => hosted.full()).catch(() => {})
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
  watchIdle(hosted: Unloadable): void {
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
  unwatchIdle(hosted: Unloadable): void {
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
    const room = createRoom({ channel, epoch, mode, items, leases, book, now: this.#now })
    const hosted = new HostedRoom(this, roomName, room, stored !== null)
    hosted.run(this.#withdrawn(hosted))
    this.watchIdle(hosted)
    return hosted
  }

  // Random, so that the number of a room tells nobody how many there are; of 31 bits, which V8 looks up without a hash of a double.
  #newChannel(): number {
    let channel: number
    do channel = crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1
    while (channel === 0 || this.#channels.has(channel))
    this.#channels.add(channel)
    return channel
  }
}
