import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { closeCodes, type Limits, lanesSubprotocol, type RoomName, subprotocol } from '@commonplace/protocol'
import type { Logger } from 'pino'
import { concernedBy } from '../access/concerns'
import type { PolicyApi } from '../access/policy-api'
import type { PolicyFeed } from '../access/policy-feed'
import type { PolicyChange } from '../access/policy-log'
import { isAboutPolicy, servePolicy } from '../access/serve-policy'
import type { Clock } from '../identity/clock'
import type { Identity } from '../identity/identity'
import type { Principal } from '../identity/principal'
import { type AllowList, allowListFault } from './allow-list'
import { ConnectionCount, type ConnectionLimits } from './connection-count'
import { type Endpoints, respond } from './endpoints'
import { HelloWatch } from './hello-watch'
import { LanedConnection, type Watch } from './laned-connection'
import { type Audience, type LateWebSocket, tellClosed } from './late-web-socket'
import { requestFault } from './loopback'
import { NativeConnection } from './native-connection'
import type { NativeSocket } from './native-options'
import { refuseUpgrade } from './refuse-upgrade'
import { RelaySocket } from './relay-socket'
import type { RoomHost } from './room-host'
import type { SocketBounds } from './socket-bounds'
import { SocketPings } from './socket-pings'
import { StockConnection } from './stock-connection'
import { StockDoor, type StockVisit } from './stock-door'
import { Traffic } from './traffic'
import { Turn } from './turn'
import { createUpgrade, type Upgrade } from './upgrade'

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
  readonly #upgradeNative: Upgrade<Connection>
  readonly #stock: StockDoor<Connection>
  readonly #audience: Audience<Connection>
  readonly #pings: SocketPings
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
    this.#upgradeNative = createUpgrade({
      maxPayload: options.limits.frameBytes,
      handleProtocols: protocols => (protocols.has(lanesSubprotocol) ? lanesSubprotocol : subprotocol),
    })
    this.#stock = new StockDoor({ ...options, accept: (ws, raw, visit) => this.#acceptStock(ws, raw, visit) })
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
    this.#pings = new SocketPings(() => this.#connections.keys())
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
    this.#pings.stop()
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
      this.#upgradeNative(request, raw, head, ws => this.#acceptNative(ws, raw))
    } else if (protocols.some(protocol => protocol.startsWith('commonplace.'))) refuseUpgrade(raw, 400)
    else void this.#stock.enter(request, protocols, raw, head)
  }

  /** Who trusts hears nobody but this machine; a token, which no page of another site has, may come from where the list says. */
  #faultOf(request: IncomingMessage): string | null {
    return this.#identity.isTrusting ? requestFault(request) : allowListFault(request, this.#allowed)
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

  #acceptStock(ws: LateWebSocket<Connection>, raw: Duplex, visit: StockVisit): void {
    const socket = new RelaySocket(ws, raw, this.#turn, this.#bounds)
    const connection = new StockConnection({
      id: ++this.#lastId,
      socket,
      ...visit,
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
}
