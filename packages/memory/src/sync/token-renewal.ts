import type { ConnectionOptions } from './connection-options'

/** a token is renewed when a quarter of its life is left, within these ms */
const minMs = 1000
const maxMs = 86_400_000

/** Gets a connection another token in good time. */
export class TokenRenewal {
  readonly #options: Pick<ConnectionOptions, 'getToken' | 'timers'>
  readonly #use: (token: string) => void
  #timer: unknown
  /** Another one for every life: what comes late for an earlier one is dropped. */
  #life = 0

  constructor(options: Pick<ConnectionOptions, 'getToken' | 'timers'>, use: (token: string) => void) {
    this.#options = options
    this.#use = use
  }

  /** The token lives so long from now. Where there is no other to be had it is asked for again in what is left, until the relay ends the socket. */
  within(ms: number): void {
    const { getToken, timers } = this.#options
    this.stop()
    if (!getToken) return
    const life = this.#life
    const left = Math.floor(ms / 4)
    const wait = Math.min(Math.max(ms - left, minMs), maxMs)
    this.#timer = timers.set(wait, async () => {
      try {
        const token = await getToken()
        if (this.#life === life) this.#use(token)
      } catch {
        if (this.#life === life) this.within(left)
      }
    })
  }

  stop(): void {
    this.#life++
    this.#options.timers.clear(this.#timer)
  }
}
