import { setTimeout as pause } from 'node:timers/promises'
import { cpuMsBetween } from '../server-process'
import { fill } from './fill'
import { percentile, round, type Workload } from './workload'

const missing = 100
const returns = 20
const room = 'room-1'
const restMs = 2000

/** A large room: what it costs in memory, and what a client that lacks the last hundred records gets. */
export const stale: Workload = async bench => {
  const { subject, server, records } = bench
  const { author, recordsPerSecond } = await fill(bench, room)
  await pause(restMs)
  const filled = await server.read({ collect: true, reset: true })
  const vector = new Map([[author.client, records - missing]])
  const times: number[] = []
  let bytes = 0
  const before = await server.read()
  for (let index = 0; index < returns; index++) {
    const client = await subject.connect(server.port, room)
    const start = performance.now()
    await client.join(room, { vector })
    times.push(performance.now() - start)
    bytes += client.socket.bytes
    client.socket.close()
  }
  const after = await server.read()
  return {
    records,
    fillPerSecond: recordsPerSecond,
    memoryMb: round(filled.memoryMb, 0),
    peakMb: round(filled.peakMb, 0),
    staleP50Ms: round(percentile(times, 0.5), 2),
    staleMaxMs: round(Math.max(...times), 1),
    staleCpuMs: round(cpuMsBetween(before, after) / returns, 2),
    staleKb: round(bytes / returns / 1000),
    loopBlockMs: round(after.loopBlockMs, 0),
  }
}
