import { type DeleteSet, mergeUpdates, scrubUpdate } from '@commonplace/protocol'
import { platform } from '#platform'
import { CompactionError } from '../compaction/compaction-error'
import { createBreather } from '../log/breather'
import { DamagedRoomError } from '../log/load-room'
import type { RoomLog } from '../log/room-log'
import { deleteDots } from '../room/delete-dots'
import type { Effect } from '../room/effect'
import { nextFold, recordsToFold } from '../room/fold'
import type { LogItem } from '../room/log-item'
import { staleRuns } from '../room/piece-runs'
import { rewriteItems, wantsCompaction } from '../room/rewrite'
import type { Room } from '../room/room'
import type { RoomHome } from './room-home'

// Deciding on a compaction reads what all pieces delete: not after every commit.
const recordsBetweenChecks = 256
const bytesBetweenChecks = 4 * 1024 * 1024
// Of a room that is compacted in turn: as much is in memory, and commits of others wait for as much.
const bytesOfCommit = 4 * 1024 * 1024

const sizeOf = (items: readonly LogItem[]): number => items.reduce((sum, { size }) => sum + size, 0)

/** Whose log is kept. An interface and no callbacks: there is one of it a room, and most rooms are quiet. */
export interface KeptRoom {
  readonly name: string
  readonly room: Room
  run(effects: readonly Effect[]): void
  /** The log is to be written. */
  commit(): void
  /** It may be idle now. */
  watchIdle(): void
}

type UpkeepHome = Pick<RoomHome, 'committer' | 'compactor' | 'isDraining' | 'reportCompaction'>

/** Keeps the log of a room short while it is served: folds its records into pieces, and takes out what is deleted. */
export class RoomUpkeep {
  readonly #kept: KeptRoom
  readonly #log: RoomLog
  readonly #home: UpkeepHome
  #isFolding = false
  /** nothing is to be folded before the log has so many items */
  #foldAt = 0
  /** a piece could not be read back */
  #isDamaged = false
  #compactions = 0
  /** the last one; null before the first */
  #compaction: Promise<void> | null = null
  /** a compaction failed: none is tried until the room is loaded anew or somebody asks */
  #isQuarantined = false
  #checkedAt = 0
  #checkedBytes = 0
  /** it refused something as full since the last compaction */
  #isFull = false

  constructor(kept: KeptRoom, log: RoomLog, home: UpkeepHome) {
    this.#kept = kept
    this.#log = log
    this.#home = home
  }

  get isIdle(): boolean {
    return !this.#isFolding && this.#compactions === 0
  }

  /** What was written is on disk. */
  committed(): void {
    this.#scheduleFold()
    this.#considerCompaction()
  }

  /** The room refused something as full: what is deleted in it has to go. */
  full(): void {
    // Of what changes since, a commit tells: whoever is refused again and again costs no look through the room.
    if (this.#isFull) return
    this.#isFull = true
    this.#considerCompaction()
  }

  // Off the join path and one fold a turn, so that a long tail never holds up the loop.
  #scheduleFold(): void {
    const home = this.#home
    const { room } = this.#kept
    if (this.#isFolding || this.#isDamaged || this.#compactions > 0 || home.isDraining) return
    const { items } = room
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
      if (this.#compactions === 0 && this.#log.fold()) this.#kept.commit()
    } catch (error) {
      if (!(error instanceof DamagedRoomError)) throw error
      // A piece that was sound when the room was loaded: it is served while it can be, and grows on.
      this.#isDamaged = true
      this.#home.reportCompaction(this.#kept.name, error)
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
    const compaction = (this.#compaction ?? Promise.resolve())
      .then(() => this.#compact(without))
      .finally(() => {
        this.#compactions--
        this.#foldAt = 0
        this.#scheduleFold()
        this.#kept.watchIdle()
      })
    this.#compaction = compaction.catch(() => {})
    return compaction
  }

  async #compact(without: DeleteSet): Promise<void> {
    const [kept, log, home] = [this.#kept, this.#log, this.#home]
    const { room } = kept
    if (home.isDraining) throw new CompactionError('the relay is shutting down')
    kept.run(deleteDots(room, without))
    await this.#onDisk()
    const items = [...room.items]
    if (items.length === 0) return
    log.isHeld = true
    try {
      // What a stock client wrote may hold content within something deleted, which only a document tells.
      if (sizeOf(items) > this.#mostAtOnce && room.mode === 'entries') await this.#compactInTurn(items)
      else this.#replace(items, await home.compactor.compact(await this.#read(items)))
    } finally {
      log.isHeld = false
    }
    this.#isFull = false
    this.#checkedBytes = room.bytes
    kept.commit()
    await this.#onDisk()
  }

  #replace(items: readonly LogItem[], pieces: readonly Uint8Array[]): void {
    if (this.#home.isDraining) throw new CompactionError('the relay is shutting down')
    const rewritten = rewriteItems(items, pieces)
    if (typeof rewritten === 'string') throw new CompactionError(rewritten)
    this.#log.replace(items, rewritten)
  }

  /**
   * A room that is too large for a document: piece by piece, in a few commits. What deletes stands behind what it deletes, and is
   * rewritten after it, so that what a crash leaves undone is seen the next time.
   */
  async #compactInTurn(items: readonly LogItem[]): Promise<void> {
    const { room } = this.#kept
    const breathe = createBreather()
    let bytes = 0
    for (const run of staleRuns(items)) {
      await breathe()
      const piece = scrubUpdate(mergeUpdates(run.map(item => item.bytes)), room.durable.deletes)
      this.#replace(run, [piece])
      bytes += piece.length
      if (bytes < Math.min(this.#mostAtOnce, bytesOfCommit)) continue
      bytes = 0
      this.#kept.commit()
      await this.#onDisk()
    }
  }

  get #mostAtOnce(): number {
    return this.#home.compactor.bounds?.inputBytes ?? Number.POSITIVE_INFINITY
  }

  async #read(items: readonly LogItem[]): Promise<Uint8Array[]> {
    const most = this.#mostAtOnce
    const size = sizeOf(items)
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
    return new Promise(resolve => this.#home.committer.add({ operations: () => [], onDurable: resolve }))
  }

  #considerCompaction(): void {
    const home = this.#home
    const { name, room } = this.#kept
    if (this.#isQuarantined || this.#compactions > 0 || home.isDraining) return
    const { committed, bytes } = room
    const isSoon = committed - this.#checkedAt < recordsBetweenChecks && bytes - this.#checkedBytes < bytesBetweenChecks
    if (isSoon && !this.#isFull) return
    this.#checkedAt = committed
    this.#checkedBytes = bytes
    if (!wantsCompaction(room, this.#isFull)) return
    this.compact().catch(error => {
      if (home.isDraining) return
      this.#isQuarantined = true
      home.reportCompaction(name, error)
    })
  }
}
