import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  closeCodes,
  FrameError,
  type Limits,
  lanesSubprotocol,
  type RoomName,
  subprotocol,
} from '@commonplace/protocol'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { concernedBy } from '../access/concerns'
import type { PolicyApi } from '../access/policy-api'
import type { PolicyFeed } from '../access/policy-feed'
import type { PolicyChange } from '../access/policy-log'
import { isAboutPolicy, servePolicy } from '../access/serve-policy'
import type { Clock } from '../identity/clock'
import type { Identity } from '../identity/identity'
import type { Grant, Principal } from '../identity/principal'
import { stockToken, tokenProtocol } from '../identity/stock-token'
import { type AllowList, allowListFault } from './allow-list'
import { authorise } from './authorise'
import { ConnectionCount, type ConnectionLimits } from './connection-count'
import { type Endpoints, respond } from './endpoints'
import { HelloWatch } from './hello-watch'
import type { HostedRoom } from './hosted-room'
import { LanedConnection, type Watch } from './laned-connection'
import { type Audience, LateWebSocket, tellClosed } from './late-web-socket'
import { requestFault } from './loopback'
import { NativeConnection } from './native-connection'
import type { NativeSocket } from './native-options'
import { RelaySocket } from './relay-socket'
import type { RoomHost } from './room-host'
import type { SocketBounds } from './socket-bounds'
import { StockConnection, stockAgent, stockFrameBytes } from './stock-connection'
import { stockRoom } from './stock-room'
import { Traffic } from './traffic'
import { Turn } from './turn'

const pingMs = 30_000
// Pings go out in so many rounds, so that many sockets do not hold up the loop.
const pingRounds = 30
const closeGraceMs = 2000
// So that somebody can ask how a full relay is.
const spareConnections = 64

interface Connection {
  receive(bytes: Uint8Array): void
  close(): void
  fail(code: 'draining' | 'invalid', message: string): void
  recheck(concerns: (principal: Principal, room: RoomName) => boolean): void
}

// A socket that fails before it is served.
function destroy(this: Duplex): void {
  this.destroy()
}

/** The HTTP and WebSocket side of a relay: who may come in, and what happens to a socket. */
export class RelayServer {
  readonly http: Server
  readonly traffic = new Traffic(tellClosed)
  readonly #host: RoomHost
  readonly #log: Logger
  readonly #limits: Limits
  readonly #identity: Identity
  readonly #feed: PolicyFeed | null
  readonly #allowed: AllowList
  readonly #clock: Clock
  readonly #bounds: SocketBounds
  readonly #native: WebSocketServer
  readonly #stock: WebSocketServer
  readonly #audience: Audience<Connection>
  readonly #pings: NodeJS.Timeout
  #pingRound = 0
  readonly #maxConnections: number
  readonly #count: ConnectionCount
  readonly #turn = new Turn()
  readonly #connections = new Map<RelaySocket, Connection>()
  #lastId = 0

  constructor(options: {
    host: RoomHost
    log: Logger
    limits: Limits
    bounds: SocketBounds
    identity: Identity
    /** where the policy log is followed; null where there is none */
    feed: PolicyFeed | null
    allowed: AllowList
    clock: Clock
    connections: ConnectionLimits
    endpoints: Endpoints
    /** null: everybody may do everything */
    policy: PolicyApi | null
  }) {
    this.#host = options.host
    this.#log = options.log
    this.#limits = options.limits
    this.#identity = options.identity
    this.#feed = options.feed
    this.#allowed = options.allowed
    this.#clock = options.clock
    this.#bounds = options.bounds
    this.#maxConnections = options.connections.connections
    this.#count = new ConnectionCount(options.connections)
    const { frameBytes } = options.limits
    const wsOptions = {
      noServer: true,
      perMessageDeflate: false,
      clientTracking: false,
      maxFragments: 1024,
      // Never asked for more than this class has.
      WebSocket: LateWebSocket as unknown as typeof WebSocket,
    }
    this.#native = new WebSocketServer({
      ...wsOptions,
      maxPayload: frameBytes,
      handleProtocols: protocols => (protocols.has(lanesSubprotocol) ? lanesSubprotocol : subprotocol),
    })
    this.#stock = new WebSocketServer({
      ...wsOptions,
      maxPayload: stockFrameBytes,
      handleProtocols: protocols => tokenProtocol(protocols) ?? false,
    })
    this.#audience = {
      message: (ws, data, isBinary) => this.#receive(ws, data, isBinary),
      pong({ socket }) {
        socket.isAlive = true
      },
      error: error => options.log.info({ err: error }, 'a socket failed'),
      closed: ({ socket, connection }) => {
        this.#connections.delete(socket)
        connection.close()
      },
    }
    this.#pings = setInterval(() => this.#pingSome(), pingMs / pingRounds).unref()
    const { helloMs } = options.limits
    // Whoever says nothing is held no longer before its upgrade than after it.
    const httpOptions = { headersTimeout: helloMs, requestTimeout: helloMs, connectionsCheckingInterval: helloMs }
    this.http = createServer(httpOptions, (request, response) => {
      const fault = this.#faultOf(request)
      if (fault !== null || !isAboutPolicy(request)) respond(options.endpoints, request, response, fault)
      else {
        void servePolicy(options.policy, request, response, error =>
          options.log.error({ err: error }, 'a request about the policy failed'),
        )
      }
    })
    this.http.maxConnections = this.#maxConnections + spareConnections
    this.http.on('connection', socket => this.traffic.watch(socket))
    this.http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  get connections(): number {
    return this.#connections.size
  }

  /** From now on nothing new is taken: no sockets, no joins, no updates. */
  drain(): void {
    this.#host.isDraining = true
  }

  /** Ends every socket with a reason; those that do not close in time are cut. */
  async closeAll(): Promise<void> {
    for (const connection of this.#connections.values()) connection.fail('draining', 'this relay is shutting down')
    const deadline = setTimeout(() => this.traffic.cutAll(), closeGraceMs)
    await new Promise<void>(resolve => this.http.close(() => resolve()))
    clearTimeout(deadline)
    clearInterval(this.#pings)
  }

  /** What agents may do has changed: open connections follow at once. */
  recheck(change: PolicyChange): void {
    const isConcerned = concernedBy(change)
    for (const connection of this.#connections.values()) connection.recheck(isConcerned)
    this.#host.withdrawLeases(change.tenant)
    this.#feed?.changed(change)
  }

  /** Cuts every socket at once: nothing can be acknowledged any more. */
  terminateAll(): void {
    this.drain()
    for (const socket of this.#connections.keys()) socket.terminate()
  }

  #upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', destroy)
    const fault = this.#faultOf(request)
    if (fault !== null) {
      this.#log.warn({ fault }, 'refused a connection')
      refuseUpgrade(raw, 403)
      return
    }
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(protocol => protocol.trim())
    if (this.#host.isDraining || this.connections >= this.#maxConnections) refuseUpgrade(raw, 503)
    else if (protocols.includes(subprotocol) || protocols.includes(lanesSubprotocol)) {
      this.#native.handleUpgrade(request, raw, head, ws => this.#acceptNative(toLate(ws), raw))
    } else if (protocols.some(protocol => protocol.startsWith('commonplace.'))) refuseUpgrade(raw, 400)
    else this.#upgradeStock(request, protocols, raw, head)
  }

  /** Who trusts hears nobody but this machine; a token, which no page of another site has, may come from where the list says. */
  #faultOf(request: IncomingMessage): string | null {
    return this.#identity.isTrusting ? requestFault(request) : allowListFault(request, this.#allowed)
  }

  async #grantStock(request: IncomingMessage, protocols: string[], room: RoomName): Promise<Grant | null> {
    const names = this.#identity.isTrusting ? { tenant: room.tenant, agent: stockAgent } : { tenant: '', agent: '' }
    try {
      const token = stockToken(request.url ?? '', protocols, this.#identity.takesUrlTokens)
      if (token.length > this.#limits.tokenBytes) return null
      return await this.#identity.identify({ ...names, user: '', token })
    } catch (error) {
      if (error instanceof FrameError)
        this.#log.info({ code: error.code, reason: error.message }, 'a stock client was turned away')
      else this.#log.error({ err: error }, 'a token could not be checked')
      return null
    }
  }

  #acceptNative(ws: LateWebSocket<Connection>, raw: Duplex): void {
    const socket = new RelaySocket(ws, raw, this.#turn, this.#bounds)
    const watchSocket = () => new HelloWatch(socket, raw, this.#limits)
    if (ws.protocol !== lanesSubprotocol) {
      this.#serve(ws, socket, this.#connectNative(socket, watchSocket()))
      return
    }
    const watchLane = (lane: NativeSocket): Watch => {
      const timer = setTimeout(() => lane.close(closeCodes.helloTimeout, 'no hello in time'), this.#limits.helloMs)
      return { stop: () => clearTimeout(timer) }
    }
    const connect = (lane: NativeSocket, watch: Watch) => this.#connectNative(lane, watch)
    this.#serve(ws, socket, new LanedConnection({ socket, connect, watchSocket, watchLane }))
  }

  #connectNative(socket: NativeSocket, helloWatch: Watch): NativeConnection {
    return new NativeConnection({
      id: ++this.#lastId,
      socket,
      host: this.#host,
      log: this.#log,
      helloWatch,
      count: this.#count,
      identity: this.#identity,
      feed: this.#feed,
      clock: this.#clock,
    })
  }

  /** The room is loaded before the socket is accepted, so that no message of the client waits for it. */
  async #upgradeStock(request: IncomingMessage, protocols: string[], raw: Duplex, head: Buffer): Promise<void> {
    const room = stockRoom(request.url ?? '')
    if (room === null) {
      refuseUpgrade(raw, 400)
      return
    }
    const grant = await this.#grantStock(request, protocols, room)
    if (grant === null) {
      refuseUpgrade(raw, 401)
      return
    }
    // Before anything is loaded, so that a room that is denied takes no longer than one that is absent.
    if (!authorise(grant.principal, 'join', room, this.#identity.rightsOf).isAllowed) {
      refuseUpgrade(raw, 404)
      return
    }
    try {
      const hosted = await this.#host.open(room, 'any')
      if (this.#host.isDraining) refuseUpgrade(raw, 503)
      else this.#stock.handleUpgrade(request, raw, head, ws => this.#acceptStock(toLate(ws), raw, hosted, room, grant))
    } catch {
      refuseUpgrade(raw, 503)
    }
  }

  #acceptStock(ws: LateWebSocket<Connection>, raw: Duplex, hosted: HostedRoom, room: RoomName, grant: Grant): void {
    const socket = new RelaySocket(ws, raw, this.#turn, this.#bounds)
    const connection = new StockConnection({
      id: ++this.#lastId,
      socket,
      hosted,
      room,
      grant,
      rightsOf: this.#identity.rightsOf,
      clock: this.#clock,
      limits: this.#limits,
      log: this.#log,
      now: () => performance.now(),
    })
    this.#serve(ws, socket, connection)
    connection.start()
  }

  #serve(ws: LateWebSocket<Connection>, socket: RelaySocket, connection: Connection): void {
    this.#connections.set(socket, connection)
    ws.serve(socket, connection, this.#audience)
  }

  #receive({ socket, connection }: LateWebSocket<Connection>, data: Buffer, isBinary: boolean): void {
    socket.isAlive = true
    if (!socket.isOpen) return
    try {
      if (isBinary) connection.receive(data)
      else connection.fail('invalid', 'a text message')
    } catch (error) {
      this.#log.error({ err: error }, 'a message broke its connection')
      socket.terminate()
    }
  }

  #pingSome(): void {
    const round = this.#pingRound++ % pingRounds
    let index = 0
    for (const socket of this.#connections.keys()) {
      if (index++ % pingRounds !== round) continue
      // Its pong would come after all that it has to read; a socket that stands still ends itself.
      if (socket.isAlive || socket.isBehind) socket.ping()
      else socket.terminate()
      socket.isAlive = false
    }
  }
}

// The servers above make them of this class.
const toLate = (ws: WebSocket) => ws as unknown as LateWebSocket<Connection>

function refuseUpgrade(raw: Duplex, status: number): void {
  raw.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
