import { platform } from '#platform'
import type { NativeSocket } from './native-options'
import type { Reader } from './relay-socket'
import { messagesIn } from './websocket-message'

/** The end of a loopback socket that a client holds: what it uses of a WebSocket. */
export interface ClientSocket {
  binaryType: string
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(data: Uint8Array): void
  close(code?: number, reason?: string): void
}

/** What a loopback socket tells the relay's side of it. */
export interface ServedSide {
  receive(bytes: Uint8Array): void
  close(): void
}

/** Both ends of a socket inside one process. What one end sends the other gets in a later turn of the loop, in order. */
export class LoopbackSocket implements NativeSocket {
  readonly isBehind = false
  reader: Reader | null = null
  isOpen = true
  readonly client: ClientSocket
  readonly #queue: (() => void)[] = []
  #served: ServedSide | undefined

  constructor() {
    this.client = {
      binaryType: 'arraybuffer',
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: data => {
        const bytes = data.slice()
        this.#later(() => this.isOpen && this.#served?.receive(bytes))
      },
      close: (code = 1000, reason = '') => this.#end(code, reason),
    }
  }

  serve(served: ServedSide): void {
    this.#served = served
    this.#later(() => this.#tell('onopen', {}))
  }

  write(messages: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    for (const { buffer } of messagesIn(messages)) this.#later(() => this.#tell('onmessage', { data: buffer }))
  }

  writeLossy(_topic: string, messages: readonly Uint8Array[]): void {
    this.write(messages)
  }

  close(code: number, reason: string): void {
    this.#later(() => this.#end(code, reason))
  }

  terminate(): void {
    this.#end(1006, '')
  }

  #end(code: number, reason: string): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#served?.close()
    this.#later(() => this.#tell('onclose', { code, reason }))
  }

  #tell(handler: 'onopen' | 'onmessage' | 'onclose', event: object): void {
    ;(this.client[handler] as ((event: object) => void) | null)?.(event)
  }

  #later(run: () => void): void {
    this.#queue.push(run)
    if (this.#queue.length === 1) platform.soon(() => this.#turn())
  }

  #turn(): void {
    const due = [...this.#queue]
    try {
      for (const run of due) run()
    } finally {
      this.#queue.splice(0, due.length)
      if (this.#queue.length > 0) platform.soon(() => this.#turn())
    }
  }
}
