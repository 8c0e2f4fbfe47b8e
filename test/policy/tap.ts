import type { NativeSocket } from '../../packages/relay/src/server/native-options'
import type { Reader } from '../../packages/relay/src/server/relay-socket'
import { messagesIn } from '../../packages/relay/src/server/websocket-message'

/** One link as the relay writes to it: every message is seen at the moment at which it is handed over. */
export class Tap implements NativeSocket {
  isOpen = true
  readonly isBehind = false
  reader: Reader | null = null
  closeCode: number | null = null
  readonly #onMessage: (message: Uint8Array) => void

  constructor(onMessage: (message: Uint8Array) => void) {
    this.#onMessage = onMessage
  }

  write(messages: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    for (const message of messagesIn(messages)) this.#onMessage(message)
  }

  writeLossy(_topic: string, messages: readonly Uint8Array[]): void {
    this.write(messages)
  }

  close(code: number): void {
    this.isOpen = false
    this.closeCode = code
  }

  terminate(): void {
    this.close(1006)
  }
}
