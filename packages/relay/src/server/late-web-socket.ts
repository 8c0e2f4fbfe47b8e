import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, type WebSocketServer } from 'ws'
import type { Controlled, RelaySocket } from './relay-socket'
import { readWholeMessages, takeHeld, type WholeReader } from './whole-messages'

/** Who hears what happens on the sockets of a server: one for all of them. */
export interface Audience<Connection> {
  message(ws: LateWebSocket<Connection>, data: Buffer, isBinary: boolean): void
  pong(ws: LateWebSocket<Connection>): void
  error(error: Error): void
  closed(ws: LateWebSocket<Connection>): void
}

type Options = WebSocketServer['options']

// How a server of `ws` makes a WebSocket and gives it its socket, which the types leave out.
const Whole = WebSocket as unknown as new (
  address: null,
  protocols: undefined,
  options: Options,
) => WebSocket & { setSocket(raw: Duplex, head: Buffer, reading: Options): void }

const late = Symbol('late')

interface ServedDuplex extends Duplex {
  [late]?: LateWebSocket<unknown>
}

// One for all sockets.
function read(this: Duplex, chunk: Buffer): void {
  ;(this as ServedDuplex)[late]?.read(chunk)
}

/** Whoever listens for the end of a socket says so here. */
export function tellClosed(raw: Duplex): void {
  ;(raw as ServedDuplex)[late]?.closed()
}

// So does `ws` read every socket with the same function.
let readByWs: ((this: Duplex, chunk: Buffer) => void) | null = null

const nothing = Buffer.alloc(0)
// RFC 6455, section 5.5: whole frames without a mask.
const ping = Uint8Array.of(0x89, 0)
const pong = 0x8a

/**
 * What a server of `ws` makes of an upgrade: a WebSocket of `ws` that is not there before it is needed. Nearly all that clients
 * send is read without it, and on thousands of quiet sockets it, its streams and its tables are most of what each weighs. It comes
 * with the first frame of another kind, or when this side closes, and does everything from then on.
 */
export class LateWebSocket<Connection> implements Controlled, WholeReader {
  socket!: RelaySocket
  connection!: Connection
  held: Buffer[] | null = null
  missing = 0
  /** `ws` puts it here */
  _protocol = ''
  readonly #options: Options
  #audience: Audience<Connection> | null = null
  #raw!: Duplex
  #ws: WebSocket | null = null
  #isOpen = true

  constructor(_address: null, _protocols: undefined, options: Options) {
    this.#options = options
  }

  get protocol(): string {
    return this._protocol
  }

  get isOpen(): boolean {
    if (this.#ws === null) return this.#isOpen && !this.#raw.readableEnded
    return this.#ws.readyState === WebSocket.OPEN
  }

  get mostBytes(): number {
    return this.#options.maxPayload ?? 0
  }

  get isLeft(): boolean {
    return this.#ws !== null
  }

  /** The handshake is done. */
  setSocket(raw: Duplex, head: Buffer): void {
    this.#raw = raw
    if (head.length > 0) raw.unshift(head)
  }

  /** Begins to read; `socket` writes, and whoever listens may look up the connection. */
  serve(socket: RelaySocket, connection: Connection, audience: Audience<Connection>): void {
    this.socket = socket
    this.connection = connection
    this.#audience = audience
    const raw = this.#raw
    ;(raw as ServedDuplex)[late] = this as LateWebSocket<unknown>
    // So that it ends when the other side has, without a listener.
    raw.allowHalfOpen = false
    raw.on('data', read)
  }

  read(chunk: Buffer): void {
    const rest = readWholeMessages(this, chunk)
    if (rest === null) return
    this.#whole()
    this.#passOn(rest)
  }

  closed(): void {
    this.#isOpen = false
    // Which tells of its own end.
    if (this.#ws === null) this.#audience?.closed(this)
  }

  receive(message: Buffer): void {
    this.#audience?.message(this, message, true)
  }

  pinged(payload: Buffer): void {
    // Counted like all that is written, so that whoever only asks gets no more than the budget.
    this.socket.write([Buffer.concat([Uint8Array.of(pong, payload.length), payload])])
  }

  ponged(): void {
    this.#audience?.pong(this)
  }

  pause(): void {
    if (this.#ws === null) this.#raw.pause()
    else this.#ws.pause()
  }

  resume(): void {
    if (this.#ws === null) this.#raw.resume()
    else this.#ws.resume()
  }

  ping(): void {
    if (this.#ws === null) this.#raw.write(ping)
    else this.#ws.ping()
  }

  close(code: number, reason: string): void {
    if (this.#ws !== null || this.isOpen) this.#whole().close(code, reason)
  }

  terminate(): void {
    this.#isOpen = false
    if (this.#ws === null) this.#raw.destroy()
    else this.#ws.terminate()
  }

  #whole(): WebSocket {
    if (this.#ws !== null) return this.#ws
    const raw = this.#raw
    const audience = this.#audience
    const ws = new Whole(null, undefined, this.#options)
    ws.on('message', (data, isBinary) => audience?.message(this, data as Buffer, isBinary))
    ws.on('pong', () => audience?.pong(this))
    ws.on('error', error => audience?.error(error))
    ws.on('close', () => audience?.closed(this))
    raw.allowHalfOpen = true
    raw.off('data', read)
    const isPaused = raw.isPaused()
    const { timeout = 0 } = raw as Socket
    ws.setSocket(raw, nothing, this.#options)
    // Which that ends.
    if (timeout > 0) (raw as Socket).setTimeout(timeout)
    if (isPaused) ws.pause()
    this.#ws = ws
    readByWs = raw.listeners('data').at(-1) as typeof readByWs
    if (this.held !== null) this.#passOn(takeHeld(this))
    return ws
  }

  #passOn(bytes: Buffer): void {
    if (bytes.length > 0) readByWs?.call(this.#raw, bytes)
  }
}
