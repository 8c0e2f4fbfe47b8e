import type { Storage, StorageError } from '@commonplace/storage'
import type { Pause } from '../model'
import type { WorkerLike } from '../search-index/port'
import type { LeftStore, UnreadStore } from '../store/left-store'
import type { Persistence } from '../store/storage-status'
import type { Inflate, SocketLike, Timers } from '../sync'
import type { HoldName, OpenChannel } from '../tabs/channel'

/** What the library asks of the place it runs in; `open-memory.ts` is the only reader. */
export interface Platform {
  /** Milliseconds since the epoch. */
  now(): number
  /** What people here write in, as a BCP 47 tag, as far as the platform knows. */
  readonly locale: string | undefined
  /** Uniform in [0, 1). */
  random(): number
  /** A client id of 53 random bits: ids of 32 bits collide, and a collision loses data silently. */
  randomClientId(): number
  /** 128 random bits in hexadecimal. */
  randomName(): string
  readonly timers: Timers
  /** Pauses for long work, so that it never holds the event loop for long. */
  createPace(): Pause
  /**
   * Calls back when a connection may have died or can be had again: the page comes back to the front or out of the back-forward
   * cache, the device wakes up, the network comes or goes.
   *
   * @returns the function that stops it
   */
  onWake(callback: () => void): () => void
  /** Calls back once, when there is nothing better to do, if parts of the library lie elsewhere than on this device's disk. */
  whenIdle(callback: () => void): void
  /** Calls back once, after what is under way, when there is nothing better to do if the platform can tell. */
  whenFree(callback: () => void): void
  /**
   * Imports a part of the library: in Node once the one before is there, since Jest (with Node before 24.9) fails on two at
   * once that import the same; at once in a page, where they come over the network.
   */
  inTurn<Part>(load: () => Promise<Part>): Promise<Part>
  openSocket(url: string, protocols: readonly string[]): SocketLike
  /** Absent where the platform cannot. */
  readonly inflate?: Inflate
  /**
   * Opens the named store on this device; undefined where the platform gives no lasting one.
   *
   * @param name its parts, of the characters that `encodeURIComponent` leaves, and '@'
   * @param options.place a folder in Node, the beginning of a database's name in browsers
   * @param options.durability see `OpenOptions`
   */
  openStorage(
    name: readonly string[],
    options: {
      readonly place?: string
      readonly durability?: 'relaxed' | 'strict'
      /** the platform has taken the store away, for good */
      readonly onEnd?: (error: StorageError) => void
    },
  ): Promise<Storage | undefined>
  /** Tells whoever opens the named store next that it is being closed. */
  leaves(name: string, closed: Promise<void>): void
  /**
   * Waits for whoever is closing the named store, in another tab too: the memory of a page's next route would find it held, and
   * begin an empty one beside it.
   */
  left(name: string): Promise<unknown> | undefined
  /**
   * Opens, one after the other, the further stores that tabs or processes of this agent left behind and nobody has open.
   *
   * @param name of the first store, as in `openStorage`
   */
  leftStores?(name: readonly string[], options: { readonly place?: string }): AsyncIterable<LeftStore | UnreadStore>
  /** Reaches the memories of other tabs and workers that open the same name; undefined where there are none. */
  readonly openChannel?: OpenChannel
  /** Where there are tabs and workers that end without a word. */
  readonly holdName?: HoldName
  /** Calls back when the page is about to stand still, until `onWake` does. @returns the function that stops it */
  onSleep(callback: () => void): () => void
  /** Starts a worker for the search index; absent where the application has to hand one in. @throws Error saying why not */
  readonly startIndexWorker?: () => WorkerLike
  /** How long it keeps things, where that is not for ever. */
  readonly persistence?: Persistence
}
