import { abortable } from '../abortable'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { onAbort } from '../on-abort'
import type { Space } from '../space/space'
import type { HeldLease } from '../sync'
import { LeaseLine } from './lease-line'

/** One run of a key in this process, and how many callers wait for it. */
interface Flight {
  readonly result: Promise<unknown>
  readonly controller: AbortController
  callers: number
}

const desks = new WeakMap<Core, WorkDesk>()

/** The desk of a memory; made when it is first asked for. */
export function deskOf(core: Core): WorkDesk {
  const desk = desks.get(core) ?? new WorkDesk(core)
  desks.set(core, desk)
  return desk
}

/** What the work of one memory shares: the leases it holds, and the runs under way in this process. */
export class WorkDesk {
  /** aborted when the memory closes */
  readonly closing: AbortSignal
  readonly #flights = new Map<string, Flight>()
  readonly #held = new Set<HeldLease>()
  readonly #lines = new WeakMap<Space, LeaseLine>()
  readonly #session: string
  #claims = 0

  constructor(core: Core) {
    this.#session = core.session
    const closing = new AbortController()
    this.closing = closing.signal
    core.onClose(() => {
      const message = `agent "${core.identity.agent}" closed its memory while work was under way`
      closing.abort(new CommonplaceError('closed', message, { hint: 'open it again with openMemory' }))
      for (const lease of this.#held) void lease.release()
    })
  }

  /** A number that no other claim has: 36 random bits of this opening, and a count. */
  newHolder(): number {
    return Number.parseInt(this.#session.slice(0, 9), 16) * 2 ** 16 + (this.#claims++ % 2 ** 16)
  }

  /** A lease that is given back at the latest when the memory closes. */
  keep(lease: HeldLease): HeldLease {
    this.#held.add(lease)
    lease.lost.addEventListener('abort', () => this.#held.delete(lease), { once: true })
    return lease
  }

  /** Where the calls of a space stand that want a lease for as long as their work takes. */
  lineOf(space: Space): LeaseLine {
    const line = this.#lines.get(space) ?? new LeaseLine()
    this.#lines.set(space, line)
    return line
  }

  /** A signal that is aborted with the caller's, if any, and when the memory closes. */
  signalOf(own: AbortSignal | undefined): AbortSignal {
    return own ? AbortSignal.any([own, this.closing]) : this.closing
  }

  /** Runs `work` once for all callers of a key who come while it runs. It is called off when none of them wants it any more. */
  async share<T>(key: string, own: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    own?.throwIfAborted()
    let flight = this.#flights.get(key)
    if (!flight) {
      const controller = new AbortController()
      const result = work(AbortSignal.any([controller.signal, this.closing]))
      const started: Flight = { result, controller, callers: 0 }
      flight = started
      this.#flights.set(key, started)
      const land = () => this.#land(key, started)
      result.then(land, land)
    }
    const present = flight
    present.callers++
    const stop =
      own &&
      onAbort(own, () => {
        if (--present.callers > 0) return
        this.#land(key, present)
        present.controller.abort(own.reason)
      })
    return abortable(present.result as Promise<T>, own).finally(stop)
  }

  #land(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
