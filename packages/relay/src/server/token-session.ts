import { FrameError } from '@commonplace/protocol'
import type { Clock } from '../identity/clock'
import { Expiry } from '../identity/expiry'
import type { Claim, Identity } from '../identity/identity'
import type { Grant } from '../identity/principal'

/** A connection's proof of who it is: checked at its hello, renewed in band, over when its token is. */
export class TokenSession {
  readonly #identity: Identity
  readonly #clock: Clock
  readonly #onEnd: () => void
  readonly #onFault: (fault: FrameError) => void
  readonly #onError: (error: unknown) => void
  #expiry: Expiry | null = null
  #isChecking = false

  /** @param options `onEnd` is told that the token has expired, `onFault` why a claim does not hold */
  constructor(options: {
    identity: Identity
    clock: Clock
    onEnd: () => void
    onFault: (fault: FrameError) => void
    onError: (error: unknown) => void
  }) {
    this.#identity = options.identity
    this.#clock = options.clock
    this.#onEnd = options.onEnd
    this.#onFault = options.onFault
    this.#onError = options.onError
  }

  /** A token is being checked. */
  get isChecking(): boolean {
    return this.#isChecking
  }

  get isOver(): boolean {
    return this.#expiry?.isOver ?? false
  }

  /** There is an end that a new token can put off. */
  get isRenewable(): boolean {
    return this.#expiry?.isSet ?? false
  }

  /** Waits for no answer where there is nothing to wait for, so that the frames after a trusted hello find it done. */
  check(claim: Claim, use: (grant: Grant) => void): void {
    const grant = this.#identity.identify(claim)
    if (!(grant instanceof Promise)) {
      use(grant)
      return
    }
    this.#isChecking = true
    grant
      .then(found => {
        this.#isChecking = false
        if (!this.isOver) use(found)
      })
      .catch(error => {
        if (error instanceof FrameError) this.#onFault(error)
        else this.#onError(error)
      })
  }

  /** From now on it lasts so many ms. */
  extend(lifeMs: number): void {
    this.#expiry ??= new Expiry(this.#clock, this.#onEnd)
    this.#expiry.set(lifeMs)
  }

  close(): void {
    this.#expiry?.stop()
  }
}
