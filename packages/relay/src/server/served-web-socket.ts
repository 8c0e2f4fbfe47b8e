import { type RawData, WebSocket } from 'ws'
import type { RelaySocket } from './relay-socket'
import type { WholeReader } from './whole-messages'

/** Who hears what happens on the sockets of a server: one for all of them. */
export interface Audience<Connection> {
  message(ws: ServedWebSocket<Connection>, data: RawData, isBinary: boolean): void
  pong(ws: ServedWebSocket<Connection>): void
  error(error: Error): void
  closed(ws: ServedWebSocket<Connection>): void
}

/**
 * A WebSocket that tells one audience what happens, and knows whom it speaks for. Listeners would do the same; on thousands of
 * quiet sockets their tables are a good part of what each weighs.
 */
export class ServedWebSocket<Connection> extends WebSocket implements WholeReader {
  /** null before it is served: then it has listeners as any other */
  audience: Audience<Connection> | null = null
  socket!: RelaySocket
  connection!: Connection
  mostBytes = 0
  owed = 0
  start: Buffer | null = null

  receive(message: Buffer): void {
    this.audience?.message(this, message, true)
  }

  override emit(event: string | symbol, ...parts: unknown[]): boolean {
    const { audience } = this
    if (audience === null) return super.emit(event, ...parts)
    if (event === 'message') audience.message(this, parts[0] as RawData, parts[1] as boolean)
    else if (event === 'pong') audience.pong(this)
    else if (event === 'error') audience.error(parts[0] as Error)
    else if (event === 'close') audience.closed(this)
    return true
  }
}
