import type { LeaseToken } from '@commonplace/protocol'
import type { LeaseDeadline } from './lease-deadline'
import { SyncError } from './sync-error'

/** A lease that this process holds. It is renewed by itself until it is released or lost. */
export interface HeldLease {
  readonly key: string
  /** goes with every write made under the lease */
  readonly token: LeaseToken
  /** aborted as soon as somebody else may hold the lease: the relay said so, or did not renew it in time */
  readonly lost: AbortSignal
  /** Resolves when the relay let it last its full time again. @throws SyncError `lease-lost`, `offline` */
  renew(): Promise<void>
  /** Gives it back; resolves when the relay has ended it, or cannot be told. */
  release(): Promise<void>
}

interface HoldingOptions {
  readonly key: string
  readonly token: LeaseToken
  readonly ttlMs: number
  readonly later: (ms: number, callback: () => void) => () => void
  /** asks the relay; resolves with the deadline that holds from then */
  readonly renew: () => Promise<LeaseDeadline>
  readonly release: () => Promise<void>
  readonly onEnd: () => void
}

/** Of the time of a lease, after which it is renewed: two renewals may fail. */
const renewShare = 0.3

export class Holding implements HeldLease {
  readonly #options: HoldingOptions
  readonly #lost = new AbortController()
  #deadline: LeaseDeadline | null = null
  #cancelRenewal = () => {}
  #releasing: Promise<void> | undefined

  constructor(options: HoldingOptions, deadline: LeaseDeadline) {
    this.#options = options
    this.#last(deadline)
  }

  get key(): string {
    return this.#options.key
  }

  get token(): LeaseToken {
    return this.#options.token
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  async renew(): Promise<void> {
    this.lost.throwIfAborted()
    try {
      const deadline = await this.#options.renew()
      if (this.lost.aborted) deadline.cancel()
      else this.#last(deadline)
    } catch (error) {
      if (error instanceof SyncError && error.code === 'lease-lost') this.end()
      throw error
    }
  }

  release(): Promise<void> {
    this.#releasing ??= this.#release()
    return this.#releasing
  }

  async #release(): Promise<void> {
    if (this.lost.aborted) return
    this.#cancelRenewal()
    await this.#options.release().catch(() => {})
    this.end()
  }

  /** It is over. */
  end(): void {
    if (this.lost.aborted) return
    this.#deadline?.cancel()
    this.#cancelRenewal()
    this.#options.onEnd()
    this.#lost.abort(
      new SyncError('lease-lost', `the lease of ${JSON.stringify(this.key)} has ended`, {
        hint: 'ask again; writes under it may be refused',
      }),
    )
  }

  #last(deadline: LeaseDeadline): void {
    this.#deadline?.cancel()
    this.#deadline = deadline
    deadline.follow(() => this.end())
    if (deadline.isOver) this.end()
    else this.#renewLater()
  }

  /** Where the relay cannot be asked, or will not answer in time, the deadline decides. */
  #renewLater(): void {
    this.#cancelRenewal()
    this.#cancelRenewal = this.#options.later(this.#options.ttlMs * renewShare, () => {
      this.renew().catch(() => {
        if (!this.lost.aborted) this.#renewLater()
      })
    })
  }
}
