import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../dialects/dialect'
import type { ServerProcess } from '../server-process'
import type { Subject } from '../subjects'

/** What a row of the table says: numbers by name, units in the names. */
export type Row = Record<string, number | boolean>

export interface Bench {
  readonly subject: Subject
  readonly server: ServerProcess
  readonly isQuick: boolean
  /** records of a room, where a workload fills one */
  readonly records: number
  /** lets the other servers play their next round; resolves when it is this one's turn again */
  readonly pass: () => Promise<void>
}

/** Plays one workload against a server that has just started. */
export type Workload = (bench: Bench) => Promise<Row>

/** Collects the garbage of this process, so that it is not collected while something is measured. */
export const collect = (): void => globalThis.gc?.()

/** CPU of this process, the load generator, in ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The value below which a share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** The rest of this turn of the event loop. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** @throws what ended the socket of one of them, if it has */
export function assertConnected(clients: readonly Client[]): void {
  for (const { socket } of clients) if (socket.failure !== null) throw socket.failure
}

/** So long is waited for what must come: on a busy machine the disk alone may take seconds. */
export const patienceMs = 60_000

/** Waits for something to hold, and looks every millisecond: in every turn it would be the generator's time that is measured. */
export async function until(holds: () => boolean, what: () => string, ms: number): Promise<void> {
  const deadline = performance.now() + ms
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`gave up after ${ms / 1000} s waiting for ${what()}`)
    await pause(1)
  }
}
