import { setTimeout as pause } from 'node:timers/promises'
import { Author, eachMarker } from '../author'
import type { Client } from '../dialects/dialect'
import { ownCpuMs, percentile, round, turn, until, type Workload } from './workload'

const readers = 50
const parsers = 3
const room = 'room-1'
const window = 256
const steadyRate = 500
const warmMs = 700
// Pings and the like.
const strayBytes = 64

/** One room, one writer, fifty readers: first 500 updates a second, then as many as get through. */
export const fanout: Workload = async ({ subject, server, isQuick }) => {
  const steadyMs = isQuick ? 2000 : 4000
  const fullMs = isQuick ? 3000 : 4000
  const steadyCount = (steadyRate * steadyMs) / 1000
  const count = steadyCount + (subject.coalesces ? 90_000 : 15_000)
  const author = new Author(1, 1000)
  const updates = author.writeMany(count)

  const seen = new Int32Array(parsers)
  const sentAt = new Float64Array(steadyCount)
  const latencies: number[] = []
  const clients: Client[] = []
  for (let index = 0; index < readers; index++) {
    const client = await subject.connect(server.port, room)
    await client.join(room)
    clients.push(client)
    if (index >= parsers) {
      client.socket.countsOnly = true
      continue
    }
    client.onMessage = (bytes, start, end) =>
      eachMarker(bytes, start, end, number => {
        if (number !== seen[index]) throw new Error(`a reader got update ${number} after ${seen[index]! - 1}`)
        seen[index]!++
        if (number < steadyCount && number > steadyCount / 4) latencies.push(performance.now() - sentAt[number]!)
      })
  }
  const writer = await subject.connect(server.port, room)
  await writer.join(room, { ids: [author.client] })
  writer.socket.countsOnly = true
  const messages = writer.messages(room, updates)
  const startBytes = clients.map(client => client.socket.bytes)
  const slowest = () => Math.min(...seen)
  const got = (index: number) => clients[index]!.socket.bytes - startBytes[index]!
  const allHave = () => clients.every((_, index) => got(index) >= got(0) - strayBytes)

  let sent = 0
  const begin = performance.now()
  const beforeSteady = await server.read()
  while (sent < steadyCount) {
    const due = Math.min(steadyCount, Math.floor(((performance.now() - begin) * steadyRate) / 1000))
    while (sent < due) {
      sentAt[sent] = performance.now()
      writer.socket.write([messages[sent++]!])
    }
    await pause(1)
  }
  await until(() => slowest() === sent, 'the steady updates', 10_000)
  const afterSteady = await server.read()
  const steadyElapsed = performance.now() - begin

  const full = async (ms: number) => {
    const until = performance.now() + ms
    while (performance.now() < until && sent < count) {
      const room = Math.min(window - (sent - slowest()), count - sent)
      if (room > 0) {
        writer.socket.write(messages.slice(sent, sent + room))
        sent += room
      }
      await turn()
      if (writer.socket.failure) throw writer.socket.failure
    }
  }
  await full(warmMs)
  await server.read({ reset: true })
  const first = slowest()
  const before = await server.read()
  const ownBefore = ownCpuMs()
  const start = performance.now()
  await full(fullMs)
  await until(() => slowest() === sent && allHave(), 'the readers to catch up', 15_000)
  const elapsed = performance.now() - start
  const after = await server.read()
  const delivered = slowest() - first
  return {
    updatesPerSecond: round((delivered / elapsed) * 1000, 0),
    cpuUsPerUpdate: round(((after.cpuMs - before.cpuMs) * 1000) / delivered, 2),
    serverPercent: round(((after.cpuMs - before.cpuMs) / elapsed) * 100, 0),
    generatorPercent: round(((ownCpuMs() - ownBefore) / elapsed) * 100, 0),
    steadyP50Ms: round(percentile(latencies, 0.5), 2),
    steadyP99Ms: round(percentile(latencies, 0.99), 2),
    steadyServerPercent: round(((afterSteady.cpuMs - beforeSteady.cpuMs) / steadyElapsed) * 100, 0),
    loopBlockMs: round(after.loopBlockMs, 0),
    updateBytes: round(updates.reduce((sum, { length }) => sum + length, 0) / count, 0),
  }
}
