import { encodeLane, encodeLaneMessage } from '@commonplace/protocol'
import type { NativeSocket } from './native-options'
import type { Reader, RelaySocket } from './relay-socket'
import { toWebSocketMessage, withPrefix } from './websocket-message'

/** One lane of a socket, which is a native socket to its connection. */
export class LaneSocket implements NativeSocket {
  reader: Reader | null = null
  readonly lane: number
  readonly #socket: RelaySocket
  readonly #prefix: Uint8Array
  readonly #onEnd: () => void
  #isOver = false

  /** @param onEnd told once, within the call that ends it */
  constructor(lane: number, socket: RelaySocket, onEnd: () => void) {
    this.lane = lane
    this.#socket = socket
    this.#prefix = encodeLane(lane)
    this.#onEnd = onEnd
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#socket.isOpen
  }

  get isBehind(): boolean {
    return this.#socket.isBehind
  }

  write(messages: readonly Uint8Array[]): void {
    if (this.isOpen) this.#socket.write(withPrefix(this.#prefix, messages))
  }

  writeLossy(topic: string, messages: readonly Uint8Array[]): void {
    if (this.isOpen) this.#socket.writeLossy(`${this.lane} ${topic}`, withPrefix(this.#prefix, messages))
  }

  close(code: number, reason: string): void {
    if (this.isOpen)
      this.#socket.write([toWebSocketMessage(encodeLaneMessage({ lane: this.lane, end: { code, reason } }))])
    this.end()
  }

  terminate(): void {
    this.close(1011, 'this lane broke')
  }

  /** The other side, or the whole socket, has ended it. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#onEnd()
  }
}
