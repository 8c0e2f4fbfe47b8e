import { setTimeout as pause } from 'node:timers/promises'
import { Author, eachMarker } from '../author'
import type { Client } from '../dialects/dialect'
import { type Bench, ownCpuMs, percentile, type Row, round, until, type Workload } from './workload'

const rooms = 100
const clientsPerRoom = 5
const parsers = 3
const perSecond = 10
const numbersPerWriter = 1000
const keys = 50
// So long every server is played the same before anything is measured: what it compiles while it warms up is no part of an update.
const warmMs = 6000

interface Writer {
  readonly client: Client
  readonly messages: readonly Buffer[]
  readonly firstNumber: number
  readonly phaseMs: number
  sent: number
}

/** A hundred rooms of five clients, each writing ten times a second, every client on a socket for each room. */
export const spread: Workload = bench => play(bench, false)

/** The same rooms and clients, each client on one socket for all rooms. */
export const spreadMultiplexed: Workload = bench => play(bench, true)

async function play({ subject, server, isQuick }: Bench, isMultiplexed: boolean): Promise<Row> {
  const ms = isQuick ? 4000 : 6000
  const perWriter = Math.ceil((perSecond * (warmMs + ms)) / 1000)
  const shared: Client[] = []
  const sentAt = new Float64Array(rooms * clientsPerRoom * numbersPerWriter)
  const latencies: number[] = []
  let measuredFrom = Number.POSITIVE_INFINITY
  let parsed = 0
  let expected = 0
  const writers: Writer[] = []

  const parse = (client: Client, own: (number: number) => boolean) => {
    client.onMessage = (bytes, start, end) =>
      eachMarker(bytes, start, end, number => {
        if (own(number)) return
        parsed++
        if (sentAt[number]! >= measuredFrom) latencies.push(performance.now() - sentAt[number]!)
      })
  }
  for (let roomIndex = 0; roomIndex < rooms; roomIndex++) {
    const room = `room-${roomIndex}`
    for (let index = 0; index < clientsPerRoom; index++) {
      const number = roomIndex * clientsPerRoom + index
      const author = new Author(number, keys)
      const known = isMultiplexed ? shared[index] : undefined
      const client = known ?? (await subject.connect(server.port, room))
      if (isMultiplexed) shared[index] = client
      await client.join(room, { ids: [author.client] })
      const firstNumber = number * numbersPerWriter
      const messages = client.messages(room, author.writeMany(perWriter, firstNumber))
      writers.push({ client, messages, firstNumber, phaseMs: ((number * 37) % 100) * (10 / perSecond), sent: 0 })
      const parses = isMultiplexed ? index < parsers : index === 0 && roomIndex < parsers
      if (parses) expected += (clientsPerRoom - 1) * perWriter
      if (!isMultiplexed && parses) {
        parse(client, found => Math.floor(found / numbersPerWriter) === number)
      }
    }
  }
  const isParser = (index: number) =>
    isMultiplexed ? index < parsers : index % clientsPerRoom === 0 && index < parsers * clientsPerRoom
  if (isMultiplexed) {
    shared.slice(0, parsers).forEach((client, index) => {
      parse(client, found => Math.floor(found / numbersPerWriter) % clientsPerRoom === index)
    })
  }
  const clients = isMultiplexed ? shared : writers.map(({ client }) => client)
  clients.forEach((client, index) => {
    if (!isParser(index)) client.socket.countsOnly = true
  })
  const startBytes = clients.map(({ socket }) => socket.bytes)
  const start = performance.now()
  let sent = 0
  const sendDue = async (untilMs: number) => {
    while (sent < writers.length * perWriter && performance.now() - start < untilMs) {
      const elapsed = performance.now() - start
      for (const writer of writers) {
        const due = Math.min(perWriter, Math.floor(((elapsed + writer.phaseMs) * perSecond) / 1000))
        while (writer.sent < due) {
          sentAt[writer.firstNumber + writer.sent] = performance.now()
          writer.client.socket.write([writer.messages[writer.sent++]!])
          sent++
        }
      }
      await pause(2)
    }
  }
  await sendDue(warmMs)
  await server.read({ reset: true })
  const before = await server.read()
  const ownBefore = ownCpuMs()
  const warmSent = sent
  measuredFrom = performance.now()
  await sendDue(Number.POSITIVE_INFINITY)
  await until(() => parsed >= expected, 'the updates to arrive', 20_000)
  const elapsed = performance.now() - measuredFrom
  const measured = sent - warmSent
  const after = await server.read()
  const bytes = clients.map(({ socket }, index) => socket.bytes - startBytes[index]!)
  if (parsed !== expected) throw new Error(`parsing readers got ${parsed} updates of ${expected}`)
  if (bytes.some(count => count < bytes[0]! * 0.9)) throw new Error('a reader that counts bytes got too few')
  return {
    updatesPerSecond: round((measured / elapsed) * 1000, 0),
    cpuUsPerUpdate: round(((after.cpuMs - before.cpuMs) * 1000) / measured, 1),
    p50Ms: round(percentile(latencies, 0.5), 2),
    p99Ms: round(percentile(latencies, 0.99), 1),
    serverPercent: round(((after.cpuMs - before.cpuMs) / elapsed) * 100, 0),
    generatorPercent: round(((ownCpuMs() - ownBefore) / elapsed) * 100, 0),
    loopBlockMs: round(after.loopBlockMs, 0),
    memoryMb: round(after.memoryMb, 0),
  }
}
