import type { Compactor } from '../compaction/compactor'
import type { Clock } from '../identity/clock'
import type { Committer } from '../log/committer'
import type { PieceCache } from '../log/piece-cache'
import type { RelayMetrics } from '../metrics/relay-metrics'
import type { Room } from '../room/room'

/** A loaded room, to be unloaded when nobody wants it. */
export interface Unloadable {
  readonly name: string
  readonly room: Room
  readonly isIdle: boolean
  /** Brings everything where whoever loads it looks for it; says whether it is there. */
  settle(): boolean
}

/** What a loaded room has of the relay around it. */
export interface RoomHome {
  readonly committer: Committer
  readonly pieces: PieceCache
  readonly metrics: RelayMetrics
  readonly compactor: Pick<Compactor, 'compact'> & Partial<Pick<Compactor, 'bounds'>>
  /** times leases and presence */
  readonly clock: Pick<Clock, 'now' | 'set' | 'clear'>
  /** the relay is shutting down: what is queued is written, nothing is begun */
  readonly isDraining: boolean
  /** called before members are told what others did: rights that end at a time may have ended */
  readonly beforeTelling: () => void
  /** A room could not be compacted; it is served as it is. */
  reportCompaction(name: string, error: unknown): void
  /** Unloads the room if it is still idle after a while. */
  watchIdle(room: Unloadable): void
  /** Somebody is in the room. */
  unwatchIdle(room: Unloadable): void
}
