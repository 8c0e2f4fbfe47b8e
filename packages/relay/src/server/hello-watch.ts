import type { Duplex } from 'node:stream'
import { closeCodes, type Limits } from '@commonplace/protocol'
import type { RelaySocket } from './relay-socket'

// What a hello costs on the wire beyond its own bytes: the WebSocket header with its mask.
const helloOverheadBytes = 14

/** Before its hello a socket has little time and few bytes; nothing of this is left afterwards. */
export class HelloWatch {
  readonly #raw: Duplex
  readonly #timer: NodeJS.Timeout
  readonly #count: (chunk: Buffer) => void

  constructor(socket: RelaySocket, raw: Duplex, { helloMs, helloBytes }: Limits) {
    let bytes = 0
    this.#raw = raw
    this.#timer = setTimeout(() => socket.close(closeCodes.helloTimeout, 'no hello in time'), helloMs)
    this.#count = chunk => {
      bytes += chunk.length
      // A client sends nothing after its hello before it is welcomed, so all of this is the hello.
      if (bytes > helloBytes + helloOverheadBytes) socket.close(closeCodes.tooLarge, 'a hello is too large')
    }
    raw.on('data', this.#count)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#raw.off('data', this.#count)
  }
}
