import {
  decodeLaneMessage,
  encodeLaneMessage,
  FrameError,
  type LaneMessage,
  lanesSubprotocol,
} from '@commonplace/protocol'
import type { SocketLike } from '../sync'
import { timeoutCode } from '../sync/timeout-code'
import { CarriedSocket } from './carried-socket'

export interface LanesOptions {
  /** asks for lanes and, for relays that have none, for a plain socket */
  readonly openSocket: () => SocketLike
  /** the relay has no lanes; every socket has ended */
  readonly onPlain: () => void
}

/** One socket to a relay that carries others: opened with the first, closed with the last. */
export class Lanes {
  readonly #options: LanesOptions
  readonly #lanes = new Map<number, CarriedSocket>()
  #socket: SocketLike | null = null
  #isOpen = false
  #last = 0

  constructor(options: LanesOptions) {
    this.#options = options
  }

  /** @throws whatever `openSocket` throws */
  open(): CarriedSocket {
    if (!this.#socket) this.#dial()
    const number = ++this.#last
    const lane = new CarriedSocket({
      send: frame => this.#say({ lane: number, frame }),
      close: (code, reason) => this.#leave(number, code, reason),
    })
    this.#lanes.set(number, lane)
    if (this.#isOpen) queueMicrotask(() => lane.opened())
    return lane
  }

  /** Ends the socket and all that it carries. */
  close(code: number, reason: string): void {
    const socket = this.#socket
    this.#socket = null
    this.#isOpen = false
    socket?.close(1000)
    const lanes = [...this.#lanes.values()]
    this.#lanes.clear()
    for (const lane of lanes) lane.ended(code, reason)
  }

  #dial(): void {
    const socket = this.#options.openSocket()
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    const isCurrent = () => this.#socket === socket
    socket.onopen = () => {
      if (!isCurrent()) return
      if (socket.protocol === lanesSubprotocol) {
        this.#isOpen = true
        for (const lane of [...this.#lanes.values()]) lane.opened()
      } else {
        this.#options.onPlain()
        this.close(1006, 'this relay has no lanes')
      }
    }
    socket.onmessage = ({ data }: { data: unknown }) => isCurrent() && this.#hear(data)
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => isCurrent() && this.close(code, reason)
    socket.onerror = () => {}
  }

  #hear(data: unknown): void {
    try {
      if (!(data instanceof ArrayBuffer)) throw new FrameError('invalid', 'a message that is no bytes')
      const message = decodeLaneMessage(new Uint8Array(data))
      const lane = this.#lanes.get(message.lane)
      if ('frame' in message) lane?.received(message.frame.slice().buffer as ArrayBuffer)
      else {
        this.#lanes.delete(message.lane)
        lane?.ended(message.end.code, message.end.reason)
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.close(1006, error.message)
    }
  }

  #leave(lane: number, code: number, reason: string): void {
    this.#lanes.delete(lane)
    // Whoever waited for an answer in vain speaks for all.
    if (code === timeoutCode) this.close(code, 'the relay does not answer')
    else if (this.#lanes.size === 0) this.close(1000, '')
    else this.#say({ lane, end: { code, reason } })
  }

  #say(message: LaneMessage): void {
    if (this.#isOpen) this.#socket?.send(encodeLaneMessage(message))
  }
}
