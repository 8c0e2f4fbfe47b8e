import type { RawSocket, RawSocketOptions } from '../raw-socket'

/** What a client brings to a room. */
export interface JoinOptions {
  /** client ids it will write with */
  readonly ids?: readonly number[]
  /** state vector of what it has from the server */
  readonly vector?: ReadonlyMap<number, number>
  /** what it wrote while it was offline, and the state vector of that */
  readonly outbox?: { readonly update: Uint8Array; readonly vector: ReadonlyMap<number, number> }
}

/** One connection of the load generator, whatever the server speaks. */
export interface Client {
  readonly socket: RawSocket
  /** Resolves when the last byte of the room's state is here. */
  join(room: string, options?: JoinOptions): Promise<void>
  /** Messages, framed and ready to be written, that send updates to a joined room; each is to be written once, in order. */
  messages(room: string, updates: readonly Uint8Array[]): Buffer[]
  /** The updates inside one received message. */
  updatesIn(message: Uint8Array): readonly Uint8Array[]
  /** Gets every message that arrives, those of a join included. */
  onMessage: RawSocket['onMessage']
}

export type ClientOptions = Pick<RawSocketOptions, 'assembles'>

/** Opens a connection; `room` is the one that a server of one room a connection is asked for. */
export type Connect = (port: number, room: string, options?: ClientOptions) => Promise<Client>

/** A promise that is settled from outside. */
export function deferred(socket: RawSocket): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done, reject) => {
    resolve = done
    socket.onFailure(reject)
  })
  // A socket may fail long after its join, when nobody waits for this any more.
  promise.catch(() => {})
  return { promise, resolve }
}
