import { setTimeout as pause } from 'node:timers/promises'
import { countEntries } from '../author'
import type { Client } from '../dialects/dialect'
import { fill } from './fill'
import { warmUp } from './warm-up'
import { type Bench, ownCpuMs, percentile, round, type Workload } from './workload'

const joiners = 50
const room = 'room-1'
const restMs = 1000

/** A room is filled; one client joins it, then fifty at once. Synced is the last byte of the state; what clients do with it is not counted. */
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
  const firstBlock = (await server.read({ reset: true })).loopBlockMs

  const before = await server.read()
  const ownBefore = ownCpuMs()
  const start = performance.now()
  const joins = await Promise.all(Array.from({ length: joiners }, timedJoin))
  const elapsed = performance.now() - start
  const own = ownCpuMs() - ownBefore
  const after = await server.read()
  const entries = await readBack(bench)
  if (entries !== records) throw new Error(`a fresh reader found ${entries} records of ${records}`)
  const bytes = joins.reduce((sum, { client }) => sum + client.socket.bytes, 0)
  for (const { client } of [first, ...joins]) client.socket.close()
  const times = joins.map(({ ms }) => ms)
  return {
    records,
    fillPerSecond: recordsPerSecond,
    firstMs: round(first.ms),
    p50Ms: round(percentile(times, 0.5)),
    p99Ms: round(percentile(times, 0.99)),
    cpuMs: round(after.cpuMs - before.cpuMs, 0),
    generatorPercent: round((own / elapsed) * 100, 0),
    loopBlockMs: round(Math.max(firstBlock, after.loopBlockMs), 0),
    stateKb: round(bytes / joiners / 1000, 0),
    peakMb: round(after.peakMb, 0),
  }
}

/** Joins as a fresh reader and counts what it got. */
export async function readBack({ subject, server }: Bench): Promise<number> {
  const client = await subject.connect(server.port, room, { assembles: true })
  const updates: Uint8Array[] = []
  client.onMessage = (bytes, start, end) => {
    for (const update of client.updatesIn(bytes.subarray(start, end))) updates.push(Uint8Array.from(update))
  }
  await client.join(room)
  client.socket.close()
  return countEntries(updates)
}
