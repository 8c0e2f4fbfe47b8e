import { setTimeout as pause } from 'node:timers/promises'
import { countEntries } from '../author'
import type { Client } from '../dialects/dialect'
import { cpuMsBetween } from '../server-process'
import { fill } from './fill'
import { middleOf } from './middle'
import { warmUp } from './warm-up'
import { type Bench, collect, ownCpuMs, percentile, round, type Workload } from './workload'

const joiners = 50
// What one takes is chance, by what else runs on the machine: the middle one counts.
const storms = 11
const quickStorms = 7
// Storms that take seconds each differ by less: three of them are enough.
const fewestStorms = 3
const stormsMs = 15_000
const colds = 5
const settleMs = 700
const restMs = 300

/**
 * Five rooms are filled, and one client joins each; then fifty at once join the last one, eleven times (in a quick run
 * seven), or no more than three if these take fifteen seconds. The servers play each of these in turn, and the middle of each figure counts. Synced is the last byte of the state; what clients do with it is not counted.
 */
export const storm: Workload = async bench => {
  const { server, records, isQuick } = bench
  const mostStorms = isQuick ? quickStorms : storms
  await warmUp(bench)
  const firsts: number[] = []
  let filled = await coldJoin(bench, 'room-1')
  firsts.push(filled.ms)
  for (let number = 2; number <= colds; number++) {
    filled.reader.socket.close()
    await bench.pass()
    filled = await coldJoin(bench, `room-${number}`)
    firsts.push(filled.ms)
  }
  const room = `room-${colds}`
  const played: Omit<Awaited<ReturnType<typeof play>>, 'elapsedMs'>[] = []
  let spentMs = 0
  while (played.length < mostStorms && (played.length < fewestStorms || spentMs < stormsMs)) {
    await bench.pass()
    const { elapsedMs, ...figures } = await play(bench, room)
    spentMs += elapsedMs
    played.push(figures)
    await pause(restMs)
  }
  const { loopBlockMs, peakMb } = await server.read()
  const entries = await readBack(bench, room)
  if (entries !== records) throw new Error(`a fresh reader found ${entries} records of ${records}`)
  return {
    records,
    fillPerSecond: filled.recordsPerSecond,
    firstMs: round(percentile(firsts, 0.5)),
    leastFirstMs: round(Math.min(...firsts)),
    mostFirstMs: round(Math.max(...firsts)),
    ...middleOf(played),
    firstStormP99Ms: played[0]!.p99Ms,
    slowestP99Ms: Math.max(...played.map(({ p99Ms }) => p99Ms)),
    loopBlockMs: round(loopBlockMs, 0),
    peakMb: round(peakMb, 0),
  }
}

/** Fills a room; how long its first joiner takes. */
async function coldJoin(bench: Bench, room: string) {
  const { recordsPerSecond, reader } = await fill(bench, room)
  await pause(settleMs)
  collect()
  await bench.server.read({ reset: true })
  const { client, ms } = await timedJoin(bench, room)
  client.socket.close()
  return { recordsPerSecond, reader, ms }
}

async function timedJoin({ subject, server }: Bench, room: string): Promise<{ client: Client; ms: number }> {
  const start = performance.now()
  const client = await subject.connect(server.port, room)
  await client.join(room)
  return { client, ms: performance.now() - start }
}

async function play(bench: Bench, room: string) {
  const before = await bench.server.read()
  const ownBefore = ownCpuMs()
  const start = performance.now()
  const joins = await Promise.all(Array.from({ length: joiners }, () => timedJoin(bench, room)))
  const elapsed = performance.now() - start
  const own = ownCpuMs() - ownBefore
  const after = await bench.server.read()
  const times = joins.map(({ ms }) => ms)
  const bytes = joins.reduce((sum, { client }) => sum + client.socket.bytes, 0)
  for (const { client } of joins) client.socket.close()
  return {
    elapsedMs: elapsed,
    p50Ms: round(percentile(times, 0.5)),
    p99Ms: round(percentile(times, 0.99)),
    cpuMs: round(cpuMsBetween(before, after), 0),
    generatorPercent: round((own / elapsed) * 100, 0),
    stateKb: round(bytes / joiners / 1000, 0),
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
