import { setTimeout as pause } from 'node:timers/promises'
import { Author, eachMarker } from '../author'
import type { Client } from '../dialects/dialect'
import { cpuMsBetween } from '../server-process'
import { Bell } from './bell'
import { middleOf } from './middle'
import { assertConnected, ownCpuMs, patienceMs, percentile, round, turn, until, type Workload } from './workload'

const readers = 50
const parsers = 3
const room = 'room-1'
const window = 256
const steadyRate = 500
const warmMs = 700
// Rates follow the disk and what else the machine does: the middle of several counts.
const rounds = 3
// Pings and the like.
const strayBytes = 64

/** One room, one writer, fifty readers: first 500 updates a second, then as many as get through, three rounds, the servers in turn. */
export const fanout: Workload = async ({ subject, server, isQuick, pass }) => {
  const steadyMs = isQuick ? 2000 : 4000
  const fullMs = isQuick ? 1000 : 2000
  const perRound = subject.coalesces ? 40_000 : 5000
  const steadyCount = (steadyRate * steadyMs) / 1000
  const count = steadyCount + (1 + rounds) * perRound
  const author = new Author(1, 1000)
  const updates = author.writeMany(count)

  const seen = new Int32Array(parsers)
  const sentAt = new Float64Array(steadyCount)
  const latencies: number[] = []
  const clients: Client[] = []
  const bell = new Bell()
  for (let index = 0; index < readers; index++) {
    const client = await subject.connect(server.port, room)
    await client.join(room)
    clients.push(client)
    client.socket.keep()
    if (index >= parsers) {
      client.socket.countsOnly = true
      continue
    }
    client.onMessage = (bytes, start, end) => {
      eachMarker(bytes, start, end, number => {
        if (number !== seen[index]) throw new Error(`a reader got update ${number} after ${seen[index]! - 1}`)
        seen[index]!++
        if (number < steadyCount && number > steadyCount / 4) latencies.push(performance.now() - sentAt[number]!)
      })
      bell.ring()
    }
  }
  const writer = await subject.connect(server.port, room)
  await writer.join(room, { ids: [author.client] })
  writer.socket.countsOnly = true
  writer.socket.onFailure(() => bell.ring())
  const messages = writer.messages(room, updates)
  const startBytes = clients.map(client => client.socket.bytes)
  const slowest = () => Math.min(...seen)
  const got = (index: number) => clients[index]!.socket.bytes - startBytes[index]!
  const missing = () =>
    `readers that lack ${sent - slowest()} updates and up to ${got(0) - Math.min(...clients.map((_, index) => got(index)))} bytes`
  const allHave = () => {
    assertConnected(clients)
    return clients.every((_, index) => got(index) >= got(0) - strayBytes)
  }

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
  await until(() => slowest() === sent, missing, patienceMs)
  const afterSteady = await server.read()
  const steadyElapsed = performance.now() - begin

  const full = async (ms: number) => {
    const until = performance.now() + ms
    const end = sent + perRound
    while (performance.now() < until && sent < end) {
      const room = Math.min(window - (sent - slowest()), end - sent)
      if (room > 0) {
        writer.socket.write(messages.slice(sent, sent + room))
        sent += room
      }
      if (slowest() < sent) await bell.next()
      // What else this turn brings is answered by one write.
      await turn()
      if (writer.socket.failure) throw writer.socket.failure
    }
  }
  const playRound = async () => {
    await server.read({ reset: true })
    const first = slowest()
    const before = await server.read()
    const ownBefore = ownCpuMs()
    const start = performance.now()
    await full(fullMs)
    await until(() => allHave() && slowest() === sent, missing, patienceMs)
    const elapsed = performance.now() - start
    const own = ownCpuMs() - ownBefore
    const after = await server.read()
    const delivered = slowest() - first
    return {
      updatesPerSecond: round((delivered / elapsed) * 1000, 0),
      cpuUsPerUpdate: round((cpuMsBetween(before, after) * 1000) / delivered, 2),
      serverPercent: round((cpuMsBetween(before, after) / elapsed) * 100, 0),
      generatorPercent: round((own / elapsed) * 100, 0),
      loopBlockMs: round(after.loopBlockMs, 0),
    }
  }
  await full(warmMs)
  await until(() => allHave() && slowest() === sent, missing, patienceMs)
  const played: Awaited<ReturnType<typeof playRound>>[] = []
  for (let number = 0; number < rounds; number++) {
    await pass()
    played.push(await playRound())
  }
  const rates = played.map(({ updatesPerSecond }) => updatesPerSecond)
  return {
    ...middleOf(played),
    leastPerSecond: Math.min(...rates),
    mostPerSecond: Math.max(...rates),
    steadyP50Ms: round(percentile(latencies, 0.5), 2),
    steadyP99Ms: round(percentile(latencies, 0.99), 2),
    steadyServerPercent: round((cpuMsBetween(beforeSteady, afterSteady) / steadyElapsed) * 100, 0),
    updateBytes: round(updates.reduce((sum, { length }) => sum + length, 0) / count, 0),
  }
}
