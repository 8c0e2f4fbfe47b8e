import { FrameError, type RefusalCode } from '@commonplace/protocol'
import type { Clock } from '../identity/clock'
import { Expiry } from '../identity/expiry'
import type { Claim, Identity } from '../identity/identity'
import type { Grant } from '../identity/principal'

/** Whose session it is. An interface and no callbacks: there is one of it a connection, and most never need to be told. */
export interface TokenHolder {
  /** the token has expired, or a claim does not hold */
  fail(code: RefusalCode, message: string, value?: number): void
  /** a claim could not be checked */
  unchecked(error: unknown): void
}

/** A connection's proof of who it is: checked at its hello, renewed in band, over when its token is. */
export class TokenSession {
  readonly #identity: Identity
  readonly #clock: Clock
  readonly #holder: TokenHolder
  #expiry: Expiry | null = null
  #isChecking = false

  constructor(identity: Identity, clock: Clock, holder: TokenHolder) {
    this.#identity = identity
    this.#clock = clock
    this.#holder = holder
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
        if (error instanceof FrameError) this.#holder.fail(error.code, error.message, error.value)
        else this.#holder.unchecked(error)
      })
  }

  /** From now on it lasts so many ms. */
  extend(lifeMs: number): void {
    this.#expiry ??= new Expiry(this.#clock, () => this.#holder.fail('unauthorised', 'the token has expired'))
    this.#expiry.set(lifeMs)
  }

  close(): void {
    this.#expiry?.stop()
  }
}
