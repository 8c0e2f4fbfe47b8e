import type { Operation } from '@commonplace/storage'
import { platform } from '#platform'
import type { Clock } from '../identity/clock'
import { leaseStored } from '../lease/acquire'
import { expireLease, leaseDropped, resumeLeases } from '../lease/end'
import type { Committer } from '../log/committer'
import { dropLease, putLease } from '../log/stored-leases'
import type { RelayMetrics } from '../metrics/relay-metrics'
import type { Effect, LeaseEffect } from '../room/effect'
import { readKey } from '../room/key-entries'
import type { Room } from '../room/room'
import { SmallMap } from '../room/small-map'

// About a millisecond of looking for a key.
const sliceBytes = 2 * 1024 * 1024

interface DeskHost {
  readonly committer: Committer
  readonly clock: Pick<Clock, 'set' | 'clear'>
  readonly metrics: RelayMetrics
  readonly isDraining: boolean
}

/** Whose leases they are. An interface and no callbacks: there is one of it a room. */
interface DeskedRoom {
  readonly name: string
  readonly room: Room
  /** Does what the room engine wants done. */
  run(effects: readonly Effect[]): void
  /** It may be idle now. */
  watchIdle(): void
}

/** What the leases of one room need of the world: the disk, and timers. */
export class LeaseDesk {
  readonly #desked: DeskedRoom
  readonly #host: DeskHost
  /** null before the first */
  #timers: SmallMap<number, unknown> | null = null
  #unsettled = 0

  constructor(desked: DeskedRoom, host: DeskHost) {
    this.#desked = desked
    this.#host = host
    for (const effect of resumeLeases(desked.room)) this.run(effect)
  }

  get #room(): Room {
    return this.#desked.room
  }

  #run(effects: readonly Effect[]): void {
    this.#desked.run(effects)
    this.#desked.watchIdle()
  }

  /** No lease is live or under way. */
  get isIdle(): boolean {
    return this.#unsettled === 0 && this.#room.leases.byKey.size === 0
  }

  run(effect: LeaseEffect): void {
    const { metrics } = this.#host
    if (effect.type === 'lease-put') {
      const { number } = effect.lease
      this.#commit(putLease(this.#desked.name, this.#room.epoch, effect.lease), () => leaseStored(this.#room, number))
      platform.soon(() => this.#readAhead(number))
    } else if (effect.type === 'lease-drop') {
      const { number } = effect
      this.#stop(number)
      metrics.countEndedLease(this.#room.leases.byNumber.get(number)?.end ?? 'expired')
      this.#commit([dropLease(this.#desked.name, number)], () => leaseDropped(this.#room, number))
    } else {
      this.#stop(effect.number)
      const expire = (): void => {
        if (!this.#host.isDraining) this.#run(expireLease(this.#room, effect.number))
      }
      this.#timers ??= new SmallMap()
      this.#timers.set(effect.number, this.#host.clock.set(effect.ms, expire))
    }
  }

  /** Looks up what the room holds under the key before a claimed write asks for it, a slice a turn of the loop. */
  #readAhead(number: number): void {
    const lease = this.#room.leases.byNumber.get(number)
    if (lease === undefined || readKey(this.#room, lease.key, lease.known, sliceBytes)) return
    platform.soon(() => this.#readAhead(number))
  }

  #commit(operations: readonly Operation[], after: () => readonly Effect[]): void {
    this.#unsettled++
    // An owner of its own: within one commit the owners hear of it in the order in which they came.
    this.#host.committer.add({
      operations: () => operations,
      onDurable: () => {
        this.#unsettled--
        this.#run(after())
      },
    })
  }

  #stop(number: number): void {
    this.#host.clock.clear(this.#timers?.get(number))
    this.#timers?.delete(number)
  }
}
