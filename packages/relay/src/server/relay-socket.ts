import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeCodes } from '@commonplace/protocol'
import type { WebSocket } from 'ws'

/** How much a socket may hold, and how long it may stand still. */
export interface SocketBounds {
  /** bytes that wait to be sent before the socket counts as behind */
  readonly budgetBytes: number
  /** ms without a byte taken by the other side, while behind, until the socket is closed */
  readonly stallMs: number
}

export const defaultBounds: SocketBounds = { budgetBytes: 16 * 1024 * 1024, stallMs: 20_000 }

// Presence is lossy: a reader that is this far behind gets the latest state once it has drained.
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

/**
 * One accepted WebSocket: takes messages that are framed already. Over its budget it is behind until all of it has drained; until
 * then nothing is read from it either, so that whoever does not read cannot ask for more. It ends when nothing drains.
 */
export class RelaySocket {
  /** called when everything has drained after the socket was written to faster than it drains */
  onDrain = (): void => {}
  readonly #ws: WebSocket
  readonly #raw: Socket
  readonly #corks: Corks
  readonly #bounds: SocketBounds
  /** lossy messages that were not written, the latest of each topic */
  readonly #held = new Map<string, readonly Uint8Array[]>()
  #isBehind = false

  constructor(ws: WebSocket, raw: Duplex, corks: Corks, bounds: SocketBounds = defaultBounds) {
    this.#ws = ws
    // What an HTTP server upgrades is a socket: of TCP, or of TLS, which extends it.
    this.#raw = raw as Socket
    this.#corks = corks
    this.#bounds = bounds
    raw.on('drain', () => this.#drained())
    // Node counts what the kernel takes of a write under way as activity, so this fires only when nothing moves.
    raw.on('timeout', () => this.#stalled())
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN
  }

  get isBehind(): boolean {
    return this.#isBehind
  }

  /** Writes framed messages (see `toWebSocketMessage`), whole or in parts, together with all others of this turn. */
  write(messages: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    this.#corks.cork(this.#raw)
    for (const message of messages) this.#raw.write(message)
    if (this.#isBehind || this.#raw.writableLength <= this.#bounds.budgetBytes) return
    this.#isBehind = true
    this.#ws.pause()
    this.#raw.setTimeout(this.#bounds.stallMs)
  }

  /** Writes, or, while the reader is behind, keeps the messages for when it has drained: the latest of each topic. */
  writeLossy(topic: string, messages: readonly Uint8Array[]): void {
    this.#held.delete(topic)
    if (this.#raw.writableLength <= lossyBacklog) this.write(messages)
    else this.#held.set(topic, messages)
  }

  ping(): void {
    if (this.isOpen) this.#ws.ping()
  }

  close(code: number, reason: string): void {
    this.#ws.resume()
    // RFC 6455, section 5.5: a close reason holds at most 123 bytes.
    this.#ws.close(code, new TextDecoder().decode(new TextEncoder().encode(reason).subarray(0, 120)))
  }

  terminate(): void {
    this.#ws.terminate()
  }

  #drained(): void {
    if (this.#isBehind) {
      this.#isBehind = false
      this.#raw.setTimeout(0)
      this.#ws.resume()
    }
    for (const messages of this.#held.values()) this.write(messages)
    this.#held.clear()
    if (this.isOpen) this.onDrain()
  }

  #stalled(): void {
    if (!this.#isBehind) return
    this.close(closeCodes.overloaded, 'this connection does not read')
    setTimeout(() => this.terminate(), closeGraceMs).unref()
  }
}
