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
  readonly #lanes = new Set<CarriedSocket>()
  /** Those that have spoken. A relay takes no number below one it has heard, so a lane has its own with its first frame. */
  readonly #numbers = new Map<number, CarriedSocket>()
  #socket: SocketLike | null = null
  #isOpen = false
  #last = 0

  constructor(options: LanesOptions) {
    this.#options = options
  }

  /** @throws whatever `openSocket` throws */
  open(): CarriedSocket {
    if (!this.#socket) this.#dial()
    let number = 0
    const lane: CarriedSocket = new CarriedSocket({
      send: frame => {
        if (!this.#isOpen) return
        if (number === 0) {
          number = ++this.#last
          this.#numbers.set(number, lane)
        }
        this.#say({ lane: number, frame })
      },
      close: (code, reason) => this.#leave(lane, number, code, reason),
    })
    this.#lanes.add(lane)
    if (this.#isOpen) queueMicrotask(() => lane.opened())
    return lane
  }

  /** Ends the socket and all that it carries. */
  close(code: number, reason: string): void {
    const socket = this.#socket
    this.#socket = null
    this.#isOpen = false
    socket?.close(1000)
    const lanes = [...this.#lanes]
    this.#lanes.clear()
    this.#numbers.clear()
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
        for (const lane of [...this.#lanes]) lane.opened()
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
      const lane = this.#numbers.get(message.lane)
      if (!lane) return
      if ('frame' in message) lane.received(message.frame.slice().buffer as ArrayBuffer)
      else {
        this.#forget(lane, message.lane)
        lane.ended(message.end.code, message.end.reason)
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.close(1006, error.message)
    }
  }

  #forget(lane: CarriedSocket, number: number): void {
    this.#lanes.delete(lane)
    this.#numbers.delete(number)
  }

  #leave(lane: CarriedSocket, number: number, code: number, reason: string): void {
    this.#forget(lane, number)
    // Whoever waited for an answer in vain speaks for all.
    if (code === timeoutCode) this.close(code, 'the relay does not answer')
    else if (this.#lanes.size === 0) this.close(1000, '')
    else if (number !== 0) this.#say({ lane: number, end: { code, reason } })
  }

  #say(message: LaneMessage): void {
    if (this.#isOpen) this.#socket?.send(encodeLaneMessage(message))
  }
}
