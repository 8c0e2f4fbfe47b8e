import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { FrameError, type Limits, type RoomName } from '@commonplace/protocol'
import type { Logger } from 'pino'
import type { Identity } from '../identity/identity'
import type { Grant } from '../identity/principal'
import { stockToken, tokenProtocol } from '../identity/stock-token'
import { authorise } from './authorise'
import type { HostedRoom } from './hosted-room'
import type { LateWebSocket } from './late-web-socket'
import { refuseUpgrade } from './refuse-upgrade'
import type { RoomHost } from './room-host'
import { stockAgent, stockFrameBytes } from './stock-connection'
import { stockRoom } from './stock-room'
import { createUpgrade, type Upgrade } from './upgrade'

/** Which room a stock client came for, and as whom. */
export interface StockVisit {
  readonly hosted: HostedRoom
  readonly room: RoomName
  readonly grant: Grant
}

type Accept<Connection> = (ws: LateWebSocket<Connection>, raw: Duplex, visit: StockVisit) => void

/** Where stock clients come in: their request names room and token, so that it is refused in HTTP. */
export class StockDoor<Connection> {
  readonly #host: RoomHost
  readonly #identity: Identity
  readonly #limits: Limits
  readonly #log: Logger
  readonly #accept: Accept<Connection>
  readonly #upgrade: Upgrade<Connection> = createUpgrade({
    maxPayload: stockFrameBytes,
    handleProtocols: protocols => tokenProtocol(protocols) ?? false,
  })

  constructor(options: {
    host: RoomHost
    identity: Identity
    limits: Limits
    log: Logger
    accept: Accept<Connection>
  }) {
    this.#host = options.host
    this.#identity = options.identity
    this.#limits = options.limits
    this.#log = options.log
    this.#accept = options.accept
  }

  /** The room is loaded before the socket is accepted, so that no message of the client waits for it. */
  async enter(request: IncomingMessage, protocols: string[], raw: Duplex, head: Buffer): Promise<void> {
    const room = stockRoom(request.url ?? '')
    if (room === null) {
      refuseUpgrade(raw, 400)
      return
    }
    const grant = await this.#grant(request, protocols, room)
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
      else this.#upgrade(request, raw, head, ws => this.#accept(ws, raw, { hosted, room, grant }))
    } catch {
      refuseUpgrade(raw, 503)
    }
  }

  async #grant(request: IncomingMessage, protocols: string[], room: RoomName): Promise<Grant | null> {
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
}
