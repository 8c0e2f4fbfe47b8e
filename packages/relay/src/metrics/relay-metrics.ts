import { type LeaseEnd, leaseEnds, refusalCodes } from '@commonplace/protocol'
import type { Delivery, Effect } from '../room/effect'
import { Counter, Gauge, Histogram, type Metric } from './metric'

/** What is read from the running relay when its metrics are asked for. */
export interface Readings {
  readonly connections: () => number
  readonly rooms: () => number
  readonly queueBytes: () => number
  readonly bytesIn: () => number
  readonly bytesOut: () => number
  /** seconds; the highest since it was last read */
  readonly loopDelay: () => number
}

const prefix = 'commonplace_relay_'
const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const powers = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

/** What a relay counts. No label names a tenant, a room, an agent or a user. */
export class RelayMetrics {
  readonly #counted = {
    updates_accepted_total: new Counter('updates taken and queued for the log'),
    updates_repeated_total: new Counter('updates that held nothing new'),
    updates_refused_total: new Counter('updates refused, by code', 'code', refusalCodes),
    joins_total: new Counter('joins answered'),
    joins_refused_total: new Counter('joins refused, by code', 'code', refusalCodes),
    connections_refused_total: new Counter('connections refused or failed, by code', 'code', refusalCodes),
    pieces_sent_total: new Counter('pieces sent to joiners'),
    fanned_out_total: new Counter('updates put before readers: updates times readers'),
    fan_out_batch_updates: new Histogram('updates of one fan-out frame', powers),
    commit_seconds: new Histogram('from a commit to its bytes on disk', seconds),
    leases_granted_total: new Counter('leases granted or renewed'),
    leases_held_total: new Counter('requests for a lease that somebody else held'),
    leases_ended_total: new Counter('leases that ended, by reason', 'reason', leaseEnds),
    presence_dropped_total: new Counter('presence frames dropped because they came too fast'),
    storage_errors_total: new Counter('commits and reads of the store that failed'),
  }

  /** What a room engine's answer to one update frame was; nothing when the frame was not looked into. */
  countUpdate(effects: readonly Effect[], isTaken: boolean): void {
    let isQueued = false
    for (const effect of effects) {
      if (effect.type === 'refused') {
        this.#counted.updates_refused_total.add(1, effect.code)
        return
      }
      if (effect.type === 'append') isQueued = true
    }
    if (isQueued) this.#counted.updates_accepted_total.add()
    else if (isTaken) this.#counted.updates_repeated_total.add()
  }

  /** An effect on its way to its members. */
  countDelivery(effect: Delivery): void {
    if (effect.type === 'updates') {
      this.#counted.fan_out_batch_updates.observe(effect.updates.length)
      this.#counted.fanned_out_total.add(effect.updates.length * effect.members.length)
    } else if (effect.type === 'joined') {
      this.#counted.joins_total.add()
      this.#counted.pieces_sent_total.add(effect.pieces.length)
    } else if (effect.type === 'granted') this.#counted.leases_granted_total.add()
    else if (effect.type === 'held') this.#counted.leases_held_total.add()
  }

  countEndedLease(reason: LeaseEnd): void {
    this.#counted.leases_ended_total.add(1, reason)
  }

  countRefusedJoin(code: string): void {
    this.#counted.joins_refused_total.add(1, code)
  }

  countRefusedConnection(code: string): void {
    this.#counted.connections_refused_total.add(1, code)
  }

  countDroppedPresence(): void {
    this.#counted.presence_dropped_total.add()
  }

  /** @param ms from the call to the bytes on disk */
  countCommit(ms: number): void {
    this.#counted.commit_seconds.observe(ms / 1000)
  }

  countStorageError(): void {
    this.#counted.storage_errors_total.add()
  }

  /** Everything in the Prometheus text format. */
  render(readings: Readings): string {
    const metrics: [string, Metric][] = [
      ['connections', new Gauge('open WebSocket connections', readings.connections)],
      ['rooms', new Gauge('rooms in memory', readings.rooms)],
      ['queue_bytes', new Gauge('bytes waiting for sockets to take them', readings.queueBytes)],
      ['received_bytes_total', new Gauge('bytes read from sockets', readings.bytesIn, 'counter')],
      ['sent_bytes_total', new Gauge('bytes written to sockets', readings.bytesOut, 'counter')],
      ['event_loop_delay_seconds', new Gauge('longest delay of the loop since the last scrape', readings.loopDelay)],
      ['resident_memory_bytes', new Gauge('resident memory of the process', () => process.memoryUsage.rss())],
      ['cpu_seconds_total', new Gauge('CPU time of the process', cpuSeconds, 'counter')],
      ...Object.entries(this.#counted),
    ]
    return `${metrics.map(([name, metric]) => metric.render(prefix + name)).join('\n')}\n`
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
