import { setTimeout as pause } from 'node:timers/promises'
import { countEntries } from '../author'
import type { Client } from '../dialects/dialect'
import { fill } from './fill'
import { warmUp } from './warm-up'
import { type Bench, ownCpuMs, percentile, round, type Workload } from './workload'

const joiners = 50
// How long one takes is told by its slowest joiner, which what else runs on the machine makes chance: the middle one counts.
const storms = 5
const room = 'room-1'
const restMs = 1000

/** What one storm took. */
interface Storm {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMs: number
  readonly generatorPercent: number
  readonly stateKb: number
}

/**
 * A room is filled; one client joins it, then fifty at once, five times, of which the middle one by p99 is told. Synced is the last
 * byte of the state; what clients do with it is not counted.
 */
export const storm: Workload = async bench => {
  const { subject, server, records } = bench
  await warmUp(bench)
  const { recordsPerSecond } = await fill(bench, room)
  await pause(restMs)
  await server.read({ reset: true })

  const timedJoin = async (): Promise<{ client: Client; ms: number }> => {
    const start = performance.now()
    const client = await subject.connect(server.port, room)
    await client.join(room)
    return { client, ms: performance.now() - start }
  }
  const first = await timedJoin()
  const played: Storm[] = []
  for (let number = 0; number < storms; number++) {
    if (number > 0) await pause(restMs)
    const { cpuMs } = await server.read()
    const ownBefore = ownCpuMs()
    const start = performance.now()
    const joins = await Promise.all(Array.from({ length: joiners }, timedJoin))
    const elapsed = performance.now() - start
    const own = ownCpuMs() - ownBefore
    const after = await server.read()
    const times = joins.map(({ ms }) => ms)
    const bytes = joins.reduce((sum, { client }) => sum + client.socket.bytes, 0)
    for (const { client } of joins) client.socket.close()
    played.push({
      p50Ms: round(percentile(times, 0.5)),
      p99Ms: round(percentile(times, 0.99)),
      cpuMs: round(after.cpuMs - cpuMs, 0),
      generatorPercent: round((own / elapsed) * 100, 0),
      stateKb: round(bytes / joiners / 1000, 0),
    })
  }
  const { loopBlockMs, peakMb } = await server.read()
  const entries = await readBack(bench, room)
  if (entries !== records) throw new Error(`a fresh reader found ${entries} records of ${records}`)
  first.client.socket.close()
  const sorted = played.toSorted((a, b) => a.p99Ms - b.p99Ms)
  return {
    records,
    fillPerSecond: recordsPerSecond,
    firstMs: round(first.ms),
    ...sorted[Math.floor(storms / 2)],
    firstStormP99Ms: played[0]!.p99Ms,
    slowestP99Ms: sorted.at(-1)!.p99Ms,
    loopBlockMs: round(loopBlockMs, 0),
    peakMb: round(peakMb, 0),
  }
}

/** Joins a room as a fresh reader and counts what it got. */
export async function readBack({ subject, server }: Bench, room: string): Promise<number> {
  const client = await subject.connect(server.port, room, { assembles: true })
  const updates: Uint8Array[] = []
  client.onMessage = (bytes, start, end) => {
    for (const update of client.updatesIn(bytes.subarray(start, end))) updates.push(Uint8Array.from(update))
  }
  await client.join(room)
  client.socket.close()
  return countEntries(updates)
}
