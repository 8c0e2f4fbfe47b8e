import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeCodes } from '@commonplace/protocol'
import { JoinBuffer } from './join-buffer'
import { copiedBytes, joinSmall } from './join-small'
import { defaultBounds, type SocketBounds } from './socket-bounds'
import type { Turn } from './turn'

// Presence is lossy: a reader that is this far behind gets the latest state once it has drained.
const lossyBacklog = 64 * 1024
const closeGraceMs = 1000

// Sockets are flushed one at a time, which nothing can interrupt.
const joins = new JoinBuffer()
const joinHere = (messages: readonly Uint8Array[]): Buffer => joins.join(messages)

/** Whom a socket tells that everything has drained after it was written to faster than it drains. */
export interface Reader {
  drained(): void
}

/** What of a WebSocket a socket uses. */
export interface Controlled {
  readonly isOpen: boolean
  pause(): void
  resume(): void
  ping(): void
  close(code: number, reason: string): void
  terminate(): void
}

/**
 * One accepted WebSocket: takes messages that are framed already. Over its budget it is behind until all of it has drained; until
 * then nothing is read from it either, so that whoever does not read cannot ask for more. It ends when nothing drains.
 */
export class RelaySocket {
  reader: Reader | null = null
  /** something came since the last ping */
  isAlive = true
  readonly #ws: Controlled
  readonly #raw: Socket
  readonly #turn: Turn
  readonly #bounds: SocketBounds
  /** lossy messages that were not written, the latest of each topic */
  #held: Map<string, readonly Uint8Array[]> | null = null
  #isBehind = false
  #awaitsDrain = false
  #onStall: (() => void) | null = null
  /** what this turn writes; null when nothing yet */
  #messages: Uint8Array[] | null = null
  #bytes = 0
  /** bytes that waited when this turn first wrote */
  #queued = 0

  constructor(ws: Controlled, raw: Duplex, turn: Turn, bounds: SocketBounds = defaultBounds) {
    this.#ws = ws
    // What an HTTP server upgrades is a socket: of TCP, or of TLS, which extends it.
    this.#raw = raw as Socket
    this.#turn = turn
    this.#bounds = bounds
  }

  get isOpen(): boolean {
    return this.#ws.isOpen
  }

  get isBehind(): boolean {
    return this.#isBehind
  }

  /** Writes framed messages (see `toMessage`), whole or in parts, together with all others of this turn. */
  write(messages: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    if (this.#messages === null) {
      this.#messages = []
      this.#turn.add(this)
      // It grows when this turn is flushed, and not before.
      this.#queued = this.#raw.writableLength
    }
    for (const message of messages) {
      this.#messages.push(message)
      this.#bytes += message.length
    }
    if (this.#isBehind || this.#queued + this.#bytes <= this.#bounds.budgetBytes) return
    // Some of it may have drained since.
    if (this.#queuedBytes <= this.#bounds.budgetBytes) return
    this.#isBehind = true
    this.#ws.pause()
    // Node counts what the kernel takes of a write under way as activity, so this comes only when nothing moves.
    this.#onStall ??= () => this.#stalled()
    this.#raw.setTimeout(this.#bounds.stallMs, this.#onStall)
  }

  /** Hands what was written to the kernel. */
  flush(): void {
    const messages = this.#messages
    this.#messages = null
    this.#bytes = 0
    if (messages === null || this.#raw.destroyed) return
    const waits = this.#raw.writableLength > 0
    const parts = joinSmall(messages, waits ? Buffer.concat : joinHere)
    // A small message lies in a buffer with others, which is not to be held for as long as this one may wait.
    if (waits && messages.length === 1 && parts[0]!.length < copiedBytes) parts[0] = Buffer.from(parts[0]!)
    if (parts.length > 1) this.#raw.cork()
    for (const part of parts) this.#raw.write(part)
    if (parts.length > 1) this.#raw.uncork()
    joins.written(this.#raw.writableLength === 0)
    if (!this.#raw.writableNeedDrain || this.#awaitsDrain) return
    this.#awaitsDrain = true
    this.#raw.once('drain', () => this.#drained())
  }

  get #queuedBytes(): number {
    return this.#raw.writableLength + this.#bytes
  }

  /** Writes, or, while the reader is behind, keeps the messages for when it has drained: the latest of each topic. */
  writeLossy(topic: string, messages: readonly Uint8Array[]): void {
    this.#held?.delete(topic)
    if (this.#queuedBytes <= lossyBacklog) this.write(messages)
    else {
      this.#held ??= new Map()
      this.#held.set(topic, messages)
    }
  }

  ping(): void {
    if (this.isOpen) this.#ws.ping()
  }

  close(code: number, reason: string): void {
    this.#ws.resume()
    // A close frame is the last one.
    this.flush()
    // RFC 6455, section 5.5: a close reason holds at most 123 bytes.
    this.#ws.close(code, new TextDecoder().decode(new TextEncoder().encode(reason).subarray(0, 120)))
  }

  terminate(): void {
    this.#ws.terminate()
  }

  #drained(): void {
    this.#awaitsDrain = false
    if (this.#isBehind) {
      this.#isBehind = false
      if (this.#onStall !== null) this.#raw.setTimeout(0, this.#onStall)
      this.#ws.resume()
    }
    for (const messages of this.#held?.values() ?? []) this.write(messages)
    this.#held = null
    if (this.isOpen) this.reader?.drained()
  }

  #stalled(): void {
    if (!this.#isBehind) return
    this.close(closeCodes.overloaded, 'this connection does not read')
    setTimeout(() => this.terminate(), closeGraceMs).unref()
  }
}
