import type { SocketLike } from '../sync'

/** What brings the messages of a socket to the relay. */
export interface Carrier {
  send(data: Uint8Array): void
  close(code: number, reason: string): void
}

/** The user's end of a socket that something else carries. */
export class CarriedSocket implements SocketLike {
  binaryType = 'arraybuffer'
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  onerror: SocketLike['onerror'] = null
  carrier: Carrier
  #isOver = false

  constructor(carrier: Carrier) {
    this.carrier = carrier
  }

  send(data: Uint8Array): void {
    if (!this.#isOver) this.carrier.send(data)
  }

  close(code = 1000, reason = ''): void {
    if (this.#isOver) return
    this.#isOver = true
    this.carrier.close(code, reason)
  }

  opened(): void {
    this.#tell('onopen', {})
  }

  received(data: ArrayBuffer): void {
    this.#tell('onmessage', { data })
  }

  /** The other side ended it. */
  ended(code: number, reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    ;(this.onclose as ((event: object) => void) | null)?.({ code, reason })
  }

  #tell(handler: 'onopen' | 'onmessage', event: object): void {
    if (!this.#isOver) (this[handler] as ((event: object) => void) | null)?.(event)
  }
}
