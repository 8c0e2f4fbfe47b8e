import { artifactPart, whereHeld } from './artifacts/load'
import type { Core } from './core'
import { calledWith, guarded } from './guarded'
import { checked, type FlushOptions, flushOptions, flushTier } from './input/input'
import { openObservable } from './open-observable'
import { recordIdOf } from './reading/record-id'
import { relayPart } from './relay'
import type { Space } from './space/space'
import { ComputedObservable, type Connection, type Observable, type Refusal, type SpaceStatus } from './sync'
import type { SocketPlace } from './tabs/shared-socket'

/** How this memory stands towards its relay. Frozen; a new one is made when something changes. */
export interface SyncStatus {
  /** `none` without a relay; `paused` when it was told to stay away. */
  readonly connection: Connection['status']['value']['state'] | 'none'
  /**
   * Where the socket is that tabs and workers of this agent share: `here`, `elsewhere`, or `own` where each has one because
   * the relay has no lanes. Absent where none is shared.
   */
  readonly socket?: SocketPlace
  /** Attempts since the relay last let this memory in. */
  readonly attempt: number
  /** Why the last connection ended: a code of the relay or of WebSocket, and its words. */
  readonly lastError?: { readonly code: string; readonly message: string }
  /** Writes to shared spaces that the relay has neither acknowledged nor refused. */
  readonly pending: number
  /** True while a shared space shows writes that other tabs or workers of this agent have yet to bring to the relay; `pending` leaves them out. */
  readonly borrowed: boolean
  /** Age of the oldest of them when this status was made, ms. */
  readonly oldestPendingMs?: number
  /** Artifacts of shared spaces that are not known to be with the relay whole. */
  readonly pendingArtifacts: number
  /** Writes that were refused for good and not discarded. */
  readonly refused: number
  /** How far others' clocks were ahead of this device's at most, ms: theirs are fast or this one is slow. */
  readonly skewMs: number
  /** True when every shared space has what the relay had when it joined, and follows since. */
  readonly synced: boolean
  readonly spaces: Readonly<Record<string, SpaceStatus>>
}

/** A write that the relay refused for good, kept for its author. */
export interface RefusedWrite extends Pick<Refusal, 'code' | 'message' | 'value'> {
  readonly space: string
  /** The write's number in its space; `sync.discard` takes it. */
  readonly number: number
  /** Ids the write's versions would have had. */
  readonly ids: readonly string[]
  /** What the write would have said, as it was encoded. */
  readonly payloads: readonly string[]
}

/** `memory.sync` */
export class SyncVerbs {
  /**
   * Changes with every write, acknowledgement, refusal and connection. Who listens is told at most once a microtask, and while
   * more than 100 spaces are open, at most every 50 ms for each thousand.
   */
  readonly status: Observable<SyncStatus>
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
    const status = new ComputedObservable<SyncStatus>(
      () => statusOf(core),
      tell => {
        // Made at every change, the status of many spaces would be most of what syncing them costs.
        const { length } = core.pool.loaded()
        if (length > 100) core.timers.set(length / 20, tell)
        else queueMicrotask(tell)
      },
    )
    core.onSyncChange(() => status.touch())
    this.status = openObservable(core, 'sync.status', status)
  }

  /**
   * Resolves when everything written before, artifacts included, has reached the tier: this device's disk, or the relay's, which
   * may have refused it for good: see `refused`. With `relay` it waits for the connection if need be; private spaces count as done
   * once they are on this device. A verb has written once it has resolved: one that is not awaited may write later than this.
   *
   * @param options.space waits for this one only; for all open spaces, and those that an earlier session wrote to, when left out
   * @throws CommonplaceError `no-relay` when a shared space has no relay to wait for; `unknown-space`; the relay's code (`unauthorised`,
   * `forbidden`, `unsupported`, `unknown-room`) when it will not have what waits, once the other spaces are done; the signal's reason
   */
  flush(tier: 'local' | 'relay', options: FlushOptions = {}): Promise<void> {
    return guarded(this.#core, calledWith('sync.flush', tier), () => {
      const { pool, identity } = this.#core
      checked(flushTier, tier, identity.agent, 'sync.flush', 'a tier')
      const { space, signal } = checked(flushOptions, options, identity.agent, 'sync.flush')
      const sendUnsent = (send: (artifact: Space) => Promise<void>) =>
        whereHeld(this.#core, part => part.sendUnsent(this.#core, send, space))
      const flush = async (spaces: readonly Space[]) => {
        if (tier === 'relay')
          await this.#core.turnstile.aside(relayPart(part => part.flushToRelay(spaces, sendUnsent, signal)))
        else await Promise.all(spaces.map(each => each.flush(tier, { signal })))
      }
      return space === undefined
        ? pool.openUnsent().then(() => flush(pool.loaded()))
        : pool.using(space, each => flush([each]))
    })
  }

  /**
   * How old what reads show of the shared spaces can be, ms: since the relay was last asked whether there is more, and
   * answered. Undefined before it first answered. Between questions what others write comes by itself while
   * `status.synced`; a read with `maxStaleness` asks.
   */
  staleness(): number | undefined {
    const age = this.#core.freshness.ageMs()
    return Number.isFinite(age) ? age : undefined
  }

  /** The writes that were refused for good, oldest first in each space; those that an earlier session left come a moment after opening. */
  refused(): RefusedWrite[] {
    return this.#core.pool.loaded().flatMap(space =>
      space.replica.parked().map(refusal =>
        Object.freeze({
          space: space.name,
          number: refusal.n,
          code: refusal.code,
          message: refusal.message,
          value: refusal.value,
          ids: refusal.entries.map(({ dot }) => recordIdOf(space, dot)),
          payloads: refusal.entries.map(({ payload }) => payload),
        }),
      ),
    )
  }

  /** Forgets a refused write, and the text of an artifact that nothing else names. */
  discard(refused: Pick<RefusedWrite, 'space' | 'number'>): Promise<void> {
    return artifactPart(part => part.discardRefused(this.#core, refused))
  }

  /** Leaves the relay and stays away; writing and searching go on. */
  pause(): void {
    this.#core.connection?.pause()
  }

  /** Comes back after `pause`. */
  resume(): void {
    this.#core.connection?.resume()
  }
}

function statusOf(core: Core): SyncStatus {
  const connection = core.connection?.status.value
  const spaces = core.pool.loaded().map(space => [space.name, space.replica.status.value] as const)
  const shared = spaces.filter(([, status]) => status.state !== 'private').map(([, status]) => status)
  const oldest = shared.flatMap(status => status.oldestPendingMs ?? [])
  return {
    connection: connection?.state ?? 'none',
    ...(core.socket && { socket: core.socket.place }),
    attempt: connection?.attempt ?? 0,
    ...(connection?.reason && { lastError: connection.reason }),
    pending: shared.reduce((sum, status) => sum + status.pending, 0),
    pendingArtifacts: core.artifacts.unsent,
    ...(oldest.length > 0 && { oldestPendingMs: Math.max(...oldest) }),
    refused: spaces.reduce((sum, [, status]) => sum + status.refused.length, 0),
    skewMs: Math.max(0, core.clock.skewMs),
    borrowed: shared.some(status => status.borrowed),
    synced: shared.every(status => status.synced),
    spaces: Object.freeze(Object.fromEntries(spaces)),
  }
}
