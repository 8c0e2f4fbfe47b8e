import type { Timers } from '../sync'
import { CarriedSocket } from './carried-socket'
import type { Channel, HoldName } from './channel'
import type { LinkMessage } from './link-message'

export interface LinkOptions {
  readonly name: string
  readonly channel: Channel<LinkMessage>
  readonly holdName: HoldName
  readonly timers: Timers
  /** asks for the socket's holder on everybody's channel */
  readonly ask: () => void
  /** nobody answered */
  readonly onSilence: () => void
  readonly onPlain: () => void
  readonly onEnd: () => void
}

/** ms for a tab to answer that has the socket */
const answerMs = 3_000

/** A socket in this tab that another tab carries. While this tab holds the link's name, the other knows that it is there. */
export class Link {
  readonly socket: CarriedSocket
  readonly #options: LinkOptions
  readonly #letGo: () => void
  #timer: unknown
  #isHeld = false
  #isHeard = false

  constructor(options: LinkOptions) {
    this.#options = options
    const { channel, name } = options
    this.socket = new CarriedSocket({
      send: data => channel.post({ type: 'data', data }),
      close: (code, reason) => {
        channel.post({ type: 'close', code, reason })
        this.#end()
      },
    })
    channel.onMessage(message => this.#hear(message))
    this.#letGo = options.holdName(name, {
      onHeld: () => {
        this.#isHeld = true
        this.ask()
      },
    })
    this.#wait()
  }

  /** Whether a tab has taken it up. */
  get isHeard(): boolean {
    return this.#isHeard
  }

  ask(): void {
    if (this.#isHeld) this.#options.ask()
  }

  /** The tab that carried it is gone. */
  lose(reason: string): void {
    this.#end()
    this.socket.ended(1006, reason)
  }

  /** From now on this tab carries it itself: nobody had taken it up. */
  moveTo(lane: CarriedSocket): void {
    this.#end()
    this.socket.carrier = lane
    lane.onopen = () => this.socket.opened()
    lane.onmessage = ({ data }: { data: ArrayBuffer }) => this.socket.received(data)
    lane.onclose = ({ code, reason }: { code: number; reason: string }) => this.socket.ended(code, reason)
  }

  #wait(): void {
    const { timers, onSilence } = this.#options
    timers.clear(this.#timer)
    this.#timer = timers.set(answerMs, onSilence)
  }

  #hear(message: LinkMessage): void {
    switch (message.type) {
      case 'heard':
        this.#isHeard = true
        this.#options.timers.clear(this.#timer)
        return
      case 'opened':
        this.socket.opened()
        return
      case 'received':
        this.socket.received(message.data)
        return
      case 'plain':
        this.#options.onPlain()
        this.lose('this relay has no lanes')
        return
      case 'ended':
        this.#end()
        this.socket.ended(message.code, message.reason)
    }
  }

  #end(): void {
    const { timers, channel, onEnd } = this.#options
    timers.clear(this.#timer)
    this.#letGo()
    channel.close()
    onEnd()
  }
}
