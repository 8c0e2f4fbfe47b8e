import type { Duplex } from 'node:stream'
import { closeCodes } from '@commonplace/protocol'
import type { WebSocket } from 'ws'

/** Bytes a socket may have waiting before it counts as one that does not drain. */
const defaultBudget = 16 * 1024 * 1024
// Presence is lossy: a reader that is this far behind gets the next state instead.
const lossyBacklog = 64 * 1024
const closeGraceMs = 1000

/** Collects the sockets written to in one turn of the loop; each gets one write to the kernel at the end of the turn. */
export class Corks {
  readonly #corked = new Set<Duplex>()

  cork(raw: Duplex): void {
    if (this.#corked.has(raw)) return
    if (this.#corked.size === 0) setImmediate(() => this.#uncork())
    this.#corked.add(raw)
    raw.cork()
  }

  #uncork(): void {
    for (const raw of this.#corked) raw.uncork()
    this.#corked.clear()
  }
}

/** One accepted WebSocket: takes messages that are framed already, and ends when its reader does not drain. */
export class RelaySocket {
  readonly #ws: WebSocket
  readonly #raw: Duplex
  readonly #corks: Corks
  readonly #budget: number
  #allowance = 0

  constructor(ws: WebSocket, raw: Duplex, corks: Corks, budget = defaultBudget) {
    this.#ws = ws
    this.#raw = raw
    this.#corks = corks
    this.#budget = budget
    raw.on('drain', () => {
      this.#allowance = 0
    })
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN
  }

  /** Writes framed messages (see `toWebSocketMessage`), together with all others of this turn. */
  write(messages: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    this.#corks.cork(this.#raw)
    for (const message of messages) this.#raw.write(message)
    if (this.#raw.writableLength > this.#budget + this.#allowance) this.#overflow()
  }

  /** Writes unless the reader is behind. */
  writeLossy(messages: readonly Uint8Array[]): void {
    if (this.#raw.writableLength <= lossyBacklog) this.write(messages)
  }

  /** Lets the answer of a join wait beyond the budget, until the socket has drained once. */
  allow(bytes: number): void {
    if (this.#raw.writableLength === 0) this.#allowance = 0
    this.#allowance += bytes
  }

  ping(): void {
    if (this.isOpen) this.#ws.ping()
  }

  close(code: number, reason: string): void {
    // RFC 6455, section 5.5: a close reason holds at most 123 bytes.
    this.#ws.close(code, new TextDecoder().decode(new TextEncoder().encode(reason).subarray(0, 120)))
  }

  terminate(): void {
    this.#ws.terminate()
  }

  // Where an in-place resync will start: mark the rooms stale and send what is missing once the socket has drained.
  #overflow(): void {
    this.close(closeCodes.overloaded, 'this connection does not read fast enough')
    setTimeout(() => this.terminate(), closeGraceMs).unref()
  }
}
