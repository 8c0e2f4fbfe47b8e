import {
  closeCodes,
  decodeLaneMessage,
  FrameError,
  lanesPerSocket,
  type RefusalCode,
  type RoomName,
  refusalToCloseCode,
} from '@commonplace/protocol'
import type { Principal } from '../identity/principal'
import { LaneSocket } from './lane-socket'
import type { NativeConnection } from './native-connection'
import type { NativeSocket } from './native-options'
import type { Reader, RelaySocket } from './relay-socket'

/** Ends what has not said a complete hello in time. */
export interface Watch {
  stop(): void
}

interface Lane {
  readonly socket: LaneSocket
  readonly connection: NativeConnection
}

/** A socket that several tabs of a browser share. Each lane is a native connection of its own, with its own hello and end. */
export class LanedConnection implements Reader {
  readonly #socket: RelaySocket
  readonly #connect: (socket: NativeSocket, watch: Watch) => NativeConnection
  readonly #watchSocket: () => Watch
  readonly #watchLane: (socket: NativeSocket) => Watch
  readonly #lanes = new Map<number, Lane>()
  /** the highest number there was */
  #last = -1
  /** while no lane is welcomed */
  #watch: Watch | null
  #welcomed = 0

  constructor(options: {
    socket: RelaySocket
    connect: (socket: NativeSocket, watch: Watch) => NativeConnection
    watchSocket: () => Watch
    watchLane: (socket: NativeSocket) => Watch
  }) {
    this.#socket = options.socket
    this.#connect = options.connect
    this.#watchSocket = options.watchSocket
    this.#watchLane = options.watchLane
    this.#watch = options.watchSocket()
    options.socket.reader = this
  }

  receive(bytes: Uint8Array): void {
    try {
      const message = decodeLaneMessage(bytes)
      if ('end' in message) this.#lanes.get(message.lane)?.socket.end()
      else this.#laneOf(message.lane)?.connection.receive(message.frame)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#socket.close(refusalToCloseCode(error.code), error.message)
    }
  }

  drained(): void {
    for (const { socket } of this.#lanes.values()) socket.reader?.drained()
  }

  /** The socket has closed. */
  close(): void {
    for (const { socket } of [...this.#lanes.values()]) socket.end()
    this.#watch?.stop()
    this.#watch = null
  }

  /** Says why in every lane, then closes the socket. */
  fail(code: RefusalCode, message: string): void {
    for (const { connection } of [...this.#lanes.values()]) connection.fail(code, message)
    this.#socket.close(refusalToCloseCode(code), message)
  }

  recheck(concerns: (principal: Principal, room: RoomName) => boolean): void {
    for (const { connection } of this.#lanes.values()) connection.recheck(concerns)
  }

  /** Numbers only rise, so that what crossed the end of a lane opens none. */
  #laneOf(number: number): Lane | undefined {
    const known = this.#lanes.get(number)
    if (known || number <= this.#last) return known
    this.#last = number
    let isWelcomed = false
    const socket = new LaneSocket(number, this.#socket, () => {
      this.#lanes.delete(number)
      if (isWelcomed && --this.#welcomed === 0 && this.#socket.isOpen) this.#watch ??= this.#watchSocket()
      // Not inside the call of the connection that ends it.
      queueMicrotask(() => connection.close())
    })
    const watch = this.#watchLane(socket)
    const connection = this.#connect(socket, {
      stop: () => {
        watch.stop()
        if (!socket.isOpen || isWelcomed) return
        isWelcomed = true
        this.#welcomed++
        this.#watch?.stop()
        this.#watch = null
      },
    })
    const lane = { socket, connection }
    this.#lanes.set(number, lane)
    if (this.#lanes.size > lanesPerSocket) {
      socket.close(closeCodes.overloaded, `at most ${lanesPerSocket} lanes on one socket`)
      return undefined
    }
    return lane
  }
}
