import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { LateWebSocket } from './late-web-socket'

/** Makes a WebSocket of an HTTP request that asks for one; the handshake is done when it is handed over. */
export type Upgrade<Connection> = (
  request: IncomingMessage,
  raw: Duplex,
  head: Buffer,
  accept: (ws: LateWebSocket<Connection>) => void,
) => void

export function createUpgrade<Connection>(
  options: Pick<ServerOptions, 'maxPayload' | 'handleProtocols'>,
): Upgrade<Connection> {
  const server = new WebSocketServer({
    ...options,
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxFragments: 1024,
    // Never asked for more than this class has.
    WebSocket: LateWebSocket as unknown as typeof WebSocket,
  })
  return (request, raw, head, accept) =>
    server.handleUpgrade(request, raw, head, ws => accept(ws as unknown as LateWebSocket<Connection>))
}
