import type { RelaySocket } from './relay-socket'

const pingMs = 30_000
// Pings go out in so many rounds, so that many sockets do not hold up the loop.
const rounds = 30

/** Asks each socket every half minute whether it is still there, and cuts those that said nothing since they were asked. */
export class SocketPings {
  readonly #sockets: () => Iterable<RelaySocket>
  readonly #timer: NodeJS.Timeout
  #round = 0

  constructor(sockets: () => Iterable<RelaySocket>) {
    this.#sockets = sockets
    this.#timer = setInterval(() => this.#pingSome(), pingMs / rounds).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #pingSome(): void {
    const round = this.#round++ % rounds
    let index = 0
    for (const socket of this.#sockets()) {
      if (index++ % rounds !== round) continue
      // Its pong would come after all that it has to read; a socket that stands still ends itself.
      if (socket.isAlive || socket.isBehind) socket.ping()
      else socket.terminate()
      socket.isAlive = false
    }
  }
}
