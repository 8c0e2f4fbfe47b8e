import type { Acquire, Ended, Granted, Held, LeaseRefused, LeaseToken, Release, Renew } from '@commonplace/protocol'
import { awayError } from './away-error'
import { type HeldLease, Holding } from './held-lease'
import { LeaseDeadline } from './lease-deadline'
import { SyncError } from './sync-error'

/** Somebody else's lease. */
export interface OtherLease {
  readonly agent: string
  readonly user: string
  /** resolves when it has ended, or when the connection has and nobody can tell */
  readonly ended: Promise<void>
}

export type LeaseAnswer = { readonly lease: HeldLease } | { readonly other: OtherLease }

export type LeaseFrame = Granted | Held | Ended | LeaseRefused

type Question = Omit<Acquire, 'channel'> | Omit<Renew, 'channel'> | Omit<Release, 'channel'>
type Answer = Granted | Held | LeaseRefused

/** What leases ask of their link. */
export interface LeaseHost {
  nextRequest(): number
  /** @returns whether the room is joined; if not, nothing is sent */
  send(frame: Question): boolean
  /** @returns the function that calls it off */
  later(ms: number, callback: () => void): () => void
}

/** One claim to a lease. */
export interface LeaseRequest {
  /** ms without a sign of the holder after which the lease ends */
  readonly ttlMs: number
  /** random, one for each claim: asking again with the same is no second claim */
  readonly holder: number
}

interface Asked {
  readonly frame: Question
  readonly ttlMs: number
  /** from when it was last sent */
  deadline: LeaseDeadline | null
  answer(frame: Answer, deadline: LeaseDeadline): void
  fail(error: SyncError): void
}

/** The leases of one room that this process holds, asks for, or waits for. */
export class RoomLeases {
  readonly #host: LeaseHost
  readonly #asked = new Map<number, Asked>()
  readonly #held = new Map<number, Holding>()
  /** by the number of the lease that is in the way */
  readonly #waiting = new Map<number, (() => void)[]>()
  /** by the number of the lease that is given back */
  readonly #releasing = new Map<number, () => void>()

  constructor(host: LeaseHost) {
    this.#host = host
  }

  /**
   * Asks the relay for the lease of a key.
   *
   * @throws SyncError `offline` when the room is not joined or the connection ends before the answer: ask again with the same
   * `holder`. Else the relay's code: `forbidden`, `quota`, `too-large`, `invalid`, `draining`, `rate-limited`
   */
  async acquire(key: string, { ttlMs, holder }: LeaseRequest): Promise<LeaseAnswer> {
    for (;;) {
      const question = { type: 'acquire', request: this.#host.nextRequest(), key, holder, ttlMs } as const
      const answer = await this.#ask<LeaseAnswer | null>(question, ttlMs, (frame, deadline) => {
        if (frame.type === 'granted') {
          // An answer that took as long as the lease lasts says nothing of now.
          return deadline.isOver ? null : { lease: this.#hold(key, frame.lease, ttlMs, deadline) }
        }
        deadline.cancel()
        return { other: this.#await(frame) }
      })
      if (answer) return answer
    }
  }

  /** The room is joined, for the first time or anew: the relay forgot what was asked, and knows what is held. */
  joined(): void {
    this.#endWaiting()
    const asked = [...this.#asked.values()]
    this.#asked.clear()
    for (const each of asked) this.#send(each)
    for (const holding of this.#held.values()) holding.renew().catch(() => {})
  }

  /** The connection is away. What is held lasts until its time is over. */
  lost(): void {
    this.#endWaiting()
    const asked = [...this.#asked.values()]
    this.#asked.clear()
    for (const each of asked) {
      each.deadline?.cancel()
      each.fail(awayError())
    }
  }

  /** Nobody will renew what is held: it counts as lost. */
  close(): void {
    this.lost()
    for (const holding of [...this.#held.values()]) holding.end()
  }

  receive(frame: LeaseFrame): void {
    if (frame.type === 'ended') {
      this.#held.get(frame.number)?.end()
      this.#releasing.get(frame.number)?.()
      for (const resolve of this.#waiting.get(frame.number) ?? []) resolve()
      this.#waiting.delete(frame.number)
      return
    }
    const asked = this.#asked.get(frame.request)
    if (asked === undefined) return
    this.#asked.delete(frame.request)
    asked.answer(frame, asked.deadline!)
  }

  #hold(key: string, token: LeaseToken, ttlMs: number, deadline: LeaseDeadline): HeldLease {
    const renew = () => {
      const question = { type: 'renew', request: this.#host.nextRequest(), lease: token } as const
      return this.#ask(question, ttlMs, (_, deadline) => deadline)
    }
    const { later } = this.#host
    const onEnd = () => this.#held.delete(token.number)
    const release = () => this.#release(token, ttlMs)
    const holding = new Holding({ key, token, ttlMs, later, renew, release, onEnd }, deadline)
    this.#held.set(token.number, holding)
    return holding
  }

  #release(token: LeaseToken, ttlMs: number): Promise<void> {
    const { number } = token
    return new Promise<void>((resolve, reject) => {
      // The answer is `ended`; a refusal says that it had ended before.
      this.#releasing.set(number, resolve)
      const question = { type: 'release', request: this.#host.nextRequest(), lease: token } as const
      this.#ask(question, ttlMs, () => {}).catch(reject)
    }).finally(() => this.#releasing.delete(number))
  }

  /**
   * @param take what the answer means, noted before the next frame is looked at
   * @throws SyncError `offline`, or the relay's code
   */
  #ask<T>(frame: Question, ttlMs: number, take: (answer: Granted | Held, deadline: LeaseDeadline) => T): Promise<T> {
    return new Promise((resolve, fail) => {
      this.#send({
        frame,
        ttlMs,
        deadline: null,
        answer: (answer, deadline) => {
          if (answer.type !== 'lease-refused') return resolve(take(answer, deadline))
          deadline.cancel()
          fail(refusedError(answer))
        },
        fail,
      })
    })
  }

  #send(asked: Asked): void {
    asked.deadline?.cancel()
    if (this.#host.send(asked.frame)) {
      asked.deadline = new LeaseDeadline(asked.ttlMs, this.#host.later)
      this.#asked.set(asked.frame.request, asked)
    } else asked.fail(awayError())
  }

  #await({ number, agent, user }: Held): OtherLease {
    const ended = new Promise<void>(resolve => {
      this.#waiting.set(number, [...(this.#waiting.get(number) ?? []), resolve])
    })
    return { agent, user, ended }
  }

  #endWaiting(): void {
    for (const resolve of [...this.#waiting.values()].flat()) resolve()
    this.#waiting.clear()
  }
}

function refusedError({ code, message }: LeaseRefused): SyncError {
  return new SyncError(code, message || `the relay gave no lease: ${code}`, {
    hint: 'it takes the right to append, within its limits',
  })
}
