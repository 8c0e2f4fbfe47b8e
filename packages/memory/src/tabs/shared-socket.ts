import { lanesSubprotocol, subprotocol } from '@commonplace/protocol'
import type { SocketLike, Timers } from '../sync'
import type { Channel, HoldName, OpenChannel } from './channel'
import { Lanes } from './lanes'
import { Link } from './link'
import { LinkHost } from './link-host'
import { type HallMessage, linkVersion } from './link-message'

/** Where the socket that tabs share is. `own`: they share none, because this relay has no lanes. */
export type SocketPlace = 'here' | 'elsewhere' | 'own'

export interface SharedSocketOptions {
  /** of agent, user and relay: who opens the same shares a socket */
  readonly name: string
  readonly url: string
  readonly openSocket: (url: string, protocols: string[]) => SocketLike
  readonly openChannel: OpenChannel
  readonly holdName: HoldName
  readonly timers: Timers
  readonly randomName: () => string
}

const goneReason = 'the tab with the connection is gone'

/**
 * One socket to the relay for all memories of one agent and user in a browser. One of them has it, under a name that one has
 * at a time, and carries the sockets of the others in lanes; when it ends, however it ends, another one has it. To a
 * connection each of these is a socket like any other.
 */
export class SharedSocket {
  /** Told when `place` may have changed. */
  onChange: () => void = () => {}
  /** Told when another one than before has the socket: who lost it with the one before need not wait. */
  onHolder: () => void = () => {}
  readonly #options: SharedSocketOptions
  readonly #name: string
  #hall: Channel<HallMessage>
  readonly #links = new Set<Link>()
  /** while the socket is this one's to have */
  #lanes: Lanes | undefined
  #host: LinkHost | undefined
  #letGo = () => {}
  #isPlain = false
  #isAsleep = false

  constructor(options: SharedSocketOptions) {
    this.#options = options
    this.#name = `${options.name} socket ${linkVersion}`
    this.#hall = this.#listen()
    this.#take(false)
  }

  #listen(): Channel<HallMessage> {
    const hall = this.#options.openChannel<HallMessage>(this.#name)
    hall.onMessage(message => this.#hear(message))
    return hall
  }

  get place(): SocketPlace {
    if (this.#isPlain) return 'own'
    return this.#lanes ? 'here' : 'elsewhere'
  }

  /** @throws whatever `openSocket` throws */
  readonly open = (): SocketLike => {
    const { url, openSocket, openChannel, holdName, timers, randomName } = this.#options
    if (this.#isPlain) return openSocket(url, [subprotocol])
    if (this.#lanes) return this.#lanes.open()
    const id = randomName()
    const name = this.#linkName(id)
    const link: Link = new Link({
      name,
      channel: openChannel(name),
      holdName,
      timers,
      ask: () => this.#hall.post({ type: 'link', link: id }),
      onSilence: () => this.#take(true),
      onPlain: () => this.#bePlain(),
      onEnd: () => this.#links.delete(link),
    })
    this.#links.add(link)
    return link.socket
  }

  /** This page is about to stand still: others must not wait for it. */
  suspend(): void {
    this.#isAsleep = true
    this.#letGo()
    this.#letGo = () => {}
    this.#stepDown()
    for (const link of [...this.#links]) link.lose('this page was put to sleep')
    this.#hall.close()
  }

  /** It goes on. */
  resume(): void {
    if (!this.#isAsleep) return
    this.#isAsleep = false
    this.#hall = this.#listen()
    this.#take(false)
  }

  close(): void {
    this.suspend()
  }

  #linkName(id: string): string {
    return `${this.#name} ${id}`
  }

  /** Waits for the socket to be this one's to have; `isTaken` from whoever has it and does not answer. */
  #take(isTaken: boolean): void {
    this.#letGo()
    this.#letGo = this.#options.holdName(this.#name, {
      isTaken,
      onHeld: () => this.#hold(),
      onLost: () => {
        this.#stepDown()
        this.#take(false)
      },
    })
  }

  #hold(): void {
    const { url, openSocket, openChannel, holdName } = this.#options
    const lanes = new Lanes({
      openSocket: () => openSocket(url, [lanesSubprotocol, subprotocol]),
      onPlain: () => this.#bePlain(),
    })
    this.#lanes = lanes
    this.#host = new LinkHost({ lanes, openChannel, holdName })
    this.onChange()
    this.#hall.post({ type: 'holder' })
    this.#moveLinks(link => link.moveTo(lanes.open()))
    this.onHolder()
  }

  /** Links that nobody has taken up move; the others end with who carried them. */
  #moveLinks(move: (link: Link) => void): void {
    for (const link of [...this.#links]) {
      try {
        if (link.isHeard) link.lose(goneReason)
        else move(link)
      } catch (error) {
        link.lose(String(error))
      }
    }
  }

  #stepDown(): void {
    const lanes = this.#lanes
    this.#lanes = undefined
    this.#host = undefined
    // With their lanes the links of other tabs end.
    lanes?.close(1006, goneReason)
    this.onChange()
  }

  /** A relay without lanes: each tab has a socket of its own from now on. */
  #bePlain(): void {
    this.#isPlain = true
    this.#host?.close({ type: 'plain' })
    this.onChange()
  }

  #hear(message: HallMessage): void {
    if (message.type === 'link') {
      this.#host?.take(this.#linkName(message.link))
    } else {
      this.#moveLinks(link => link.ask())
      this.onHolder()
    }
  }
}
