import { abortable } from '../abortable'
import type { Dot } from '../model'
import type { Refusal } from './refusal'
import { SyncError } from './sync-error'

/** How far a write has come: applied in memory, on this device's disk, or acknowledged by the relay. */
export type Tier = 'memory' | 'local' | 'relay'

const tiers: readonly Tier[] = ['memory', 'local', 'relay']

export function isAtLeast(tier: Tier, wanted: Tier): boolean {
  return tiers.indexOf(tier) >= tiers.indexOf(wanted)
}

/** One write on its way. */
export interface Write {
  /**
   * The dots of its entries, or those it removes. They stay for ever, but for one case: when the store was cloned and
   * both copies wrote, see `Replica.onMoved`.
   */
  readonly dots: readonly Dot[]
  readonly tier: Tier | 'refused'
  /** Why it was refused for good, when it was. */
  readonly refusal?: Refusal | undefined
  /**
   * Waits until the write has come so far.
   *
   * @throws SyncError with the refusal's code when it is refused; `closed` or `storage-failed` when the replica ends
   * before; `private` when a relay is waited for that the space never meets; the signal's reason when it is aborted
   */
  reached(tier: Tier, options?: { readonly signal?: AbortSignal }): Promise<void>
}

interface Waiter {
  readonly tier: Tier
  resolve(): void
  reject(error: unknown): void
}

/** A write and whoever waits for it; it consists of one or more records of the journal. */
export class PendingWrite implements Write {
  dots: readonly Dot[]
  tier: Tier | 'refused' = 'memory'
  refusal: Refusal | undefined
  readonly #isPrivate: boolean
  #waiters: Waiter[] = []
  #end: SyncError | undefined

  constructor(dots: readonly Dot[], isPrivate: boolean) {
    this.dots = dots
    this.#isPrivate = isPrivate
  }

  reached(tier: Tier, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    let waiter: Waiter | undefined
    const reached = new Promise<void>((resolve, reject) => {
      if (this.refusal) return reject(refusedError(this.refusal))
      if (this.tier !== 'refused' && isAtLeast(this.tier, tier)) return resolve()
      if (this.#end) return reject(this.#end)
      if (tier === 'relay' && this.#isPrivate) {
        return reject(
          new SyncError('private', 'a private space meets no relay', {
            hint: "wait for 'local', or write to a shared space",
          }),
        )
      }
      waiter = { tier, resolve, reject }
      this.#waiters.push(waiter)
    })
    if (!signal) return reached
    return abortable(reached, signal).finally(() => {
      this.#waiters = this.#waiters.filter(each => each !== waiter)
    })
  }

  advance(tier: Tier): void {
    if (this.tier === 'refused' || isAtLeast(this.tier, tier)) return
    this.tier = tier
    this.#settle(
      waiter => isAtLeast(tier, waiter.tier),
      waiter => waiter.resolve(),
    )
  }

  refuse(refusal: Refusal): void {
    if (this.refusal) return
    this.tier = 'refused'
    this.refusal = refusal
    this.#settle(
      () => true,
      waiter => waiter.reject(refusedError(refusal)),
    )
  }

  /** The replica ends; what has not come now will not be seen to come. */
  end(error: SyncError): void {
    this.#end = error
    this.#settle(
      () => true,
      waiter => waiter.reject(error),
    )
  }

  #settle(isMeant: (waiter: Waiter) => boolean, settle: (waiter: Waiter) => void): void {
    const waiters = this.#waiters
    this.#waiters = waiters.filter(waiter => !isMeant(waiter))
    for (const waiter of waiters) if (isMeant(waiter)) settle(waiter)
  }
}

export function refusedError({ code, message }: Refusal): SyncError {
  return new SyncError(code, message || `the relay refused this write: ${code}`, {
    hint: 'write it anew where it is allowed, then discard it',
  })
}
