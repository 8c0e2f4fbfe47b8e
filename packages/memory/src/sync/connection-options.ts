import type { Policy, PolicyLines } from '@commonplace/protocol'
import type { Pause } from '../model'
import type { ConnectionPhase } from './connection-state'

/** The part of a WebSocket that a connection uses; browsers', Node's and `ws`'s have it. */
export interface SocketLike {
  binaryType: string
  /** what was agreed on of those asked for */
  readonly protocol?: string
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(data: Uint8Array): void
  close(code?: number, reason?: string): void
}

/** Timers, passed in: `set` calls back once after so many ms. */
export interface Timers {
  set(ms: number, callback: () => void): unknown
  clear(handle: unknown): void
}

/**
 * Inflates a deflated update (RFC 1951), at once or later.
 *
 * @param size bytes it must come to; nothing beyond them is made
 * @throws Error, or rejects, when the bytes are not exactly one stream of that size
 */
export type Inflate = (deflated: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>

export interface ConnectionOptions {
  /** the relay: `ws://…` or `wss://…` */
  readonly url: string
  readonly tenant: string
  readonly agent: string
  readonly user: string
  /** fetched for every attempt; without it a relay that wants a token turns us away for good */
  readonly getToken?: () => string | Promise<string>
  readonly openSocket: (url: string, protocols: string[]) => SocketLike
  /** without it the relay is asked for nothing deflated */
  readonly inflate?: Inflate
  readonly timers: Timers
  /** between frames; without it all that has come is taken in at once */
  readonly pause?: Pause
  /** from 0 up to, not including, 1 */
  readonly random: () => number
  /** program and version, for the relay's log */
  readonly client?: string
}

export interface ConnectionStatus {
  readonly state: ConnectionPhase
  /** the epoch of the relay's log, as it was when that last greeted us; '' before it ever did */
  readonly epoch: string
  /** attempts since the relay last let us join a room */
  readonly attempt: number
  /** why the last socket ended */
  readonly reason?: { readonly code: string; readonly message: string }
}

/** Whoever follows the relay's policy log over a connection. */
export interface PolicyPort {
  /** the number and hash of the last line it holds */
  position(): { readonly after: number; readonly hash: string }
  receive(frame: Policy | PolicyLines): void
  /** the relay is away: what it holds may be old */
  lost(): void
}
