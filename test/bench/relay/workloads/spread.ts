import { setTimeout as pause } from 'node:timers/promises'
import { Author, eachMarker } from '../author'
import type { Client } from '../dialects/dialect'
import { cpuMsBetween } from '../server-process'
import { middleOf } from './middle'
import {
  assertConnected,
  type Bench,
  ownCpuMs,
  patienceMs,
  percentile,
  type Row,
  round,
  until,
  type Workload,
} from './workload'

const rooms = 100
const clientsPerRoom = 5
const parsers = 3
const perSecond = 10
const numbersPerWriter = 1000
const keys = 50
// So long every server is played the same before anything is measured: what it compiles while it warms up is no part of an update.
const warmMs = 6000
// What a room folds comes in larger pieces after some seconds, and is compiled then; few sockets leave little else to see it beside.
const multiplexedWarmMs = 9000
// What an update takes varies by a tenth and more from one second to the next: the middle of several counts.
const usualRounds = 5
const quickRounds = 3
// By a third where little is written, for some seconds, whichever process it is: many short rounds meet all servers alike.
const multiplexedRounds = 15
const quickMultiplexedRounds = 11
const multiplexedRoundMs = 600
// After the others have played, too.
const leadMs = 300

interface Writer {
  readonly client: Client
  readonly messages: readonly Buffer[]
  readonly firstNumber: number
  readonly phaseMs: number
  /** how many read what it writes */
  readonly heardBy: number
  sent: number
}

/** A hundred rooms of five clients, each writing ten times a second, every client on a socket for each room: five rounds, in a quick run three, the servers in turn. */
export const spread: Workload = bench => play(bench, false)

/** The same rooms and clients, each client on one socket for all rooms: many short rounds, since this traffic lies closest to its goal. */
export const spreadMultiplexed: Workload = bench => play(bench, true)

async function play(bench: Bench, isMultiplexed: boolean): Promise<Row> {
  const { subject, server, isQuick } = bench
  const roundMs = isMultiplexed ? multiplexedRoundMs : isQuick ? 1000 : 2000
  const [full, fewer] = isMultiplexed ? [multiplexedRounds, quickMultiplexedRounds] : [usualRounds, quickRounds]
  const rounds = isQuick ? fewer : full
  const warmingMs = isMultiplexed ? multiplexedWarmMs : warmMs
  const phases = 1 + 2 * rounds
  // In each phase a writer may be ahead by one.
  const perWriter = Math.ceil((perSecond * (warmingMs + rounds * (leadMs + roundMs))) / 1000) + phases
  const shared: Client[] = []
  const sentAt = new Float64Array(rooms * clientsPerRoom * numbersPerWriter)
  let latencies: number[] = []
  let parsed = 0
  let expected = 0
  const writers: Writer[] = []

  const parse = (client: Client, own: (number: number) => boolean) => {
    client.onMessage = (bytes, start, end) =>
      eachMarker(bytes, start, end, number => {
        if (own(number)) return
        parsed++
        latencies.push(performance.now() - sentAt[number]!)
      })
  }
  for (let roomIndex = 0; roomIndex < rooms; roomIndex++) {
    const room = `room-${roomIndex}`
    const parsersHere = isMultiplexed ? parsers : roomIndex < parsers ? 1 : 0
    for (let index = 0; index < clientsPerRoom; index++) {
      const number = roomIndex * clientsPerRoom + index
      const author = new Author(number, keys)
      const known = isMultiplexed ? shared[index] : undefined
      const client = known ?? (await subject.connect(server.port, room))
      if (isMultiplexed) shared[index] = client
      await client.join(room, { ids: [author.client] })
      const firstNumber = number * numbersPerWriter
      const messages = client.messages(room, author.writeMany(perWriter, firstNumber))
      const parses = index < parsersHere
      const phaseMs = ((number * 37) % 100) * (10 / perSecond)
      writers.push({ client, messages, firstNumber, phaseMs, heardBy: parsersHere - (parses ? 1 : 0), sent: 0 })
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
  const haveAll = () => {
    assertConnected(clients)
    return parsed >= expected
  }
  /** All write for so long, and what they wrote arrives. */
  const write = async (ms: number) => {
    const start = performance.now()
    const firsts = writers.map(({ sent }) => sent)
    let sent = 0
    for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - start) {
      writers.forEach((writer, index) => {
        const due = firsts[index]! + Math.floor(((elapsed + writer.phaseMs) * perSecond) / 1000)
        while (writer.sent < Math.min(due, perWriter)) {
          sentAt[writer.firstNumber + writer.sent] = performance.now()
          writer.client.socket.write([writer.messages[writer.sent++]!])
          expected += writer.heardBy
          sent++
        }
      })
      await pause(2)
    }
    await until(haveAll, () => `${expected - parsed} updates`, patienceMs)
    return sent
  }
  const playRound = async () => {
    await write(leadMs)
    latencies = []
    await server.read({ reset: true })
    const before = await server.read()
    const ownBefore = ownCpuMs()
    const start = performance.now()
    const measured = await write(roundMs)
    const elapsed = performance.now() - start
    const own = ownCpuMs() - ownBefore
    const after = await server.read()
    return {
      updatesPerSecond: round((measured / elapsed) * 1000, 0),
      cpuUsPerUpdate: round((cpuMsBetween(before, after) * 1000) / measured, 1),
      p50Ms: round(percentile(latencies, 0.5), 2),
      p99Ms: round(percentile(latencies, 0.99), 1),
      serverPercent: round((cpuMsBetween(before, after) / elapsed) * 100, 0),
      generatorPercent: round((own / elapsed) * 100, 0),
      loopBlockMs: round(after.loopBlockMs, 0),
      memoryMb: round(after.memoryMb, 0),
    }
  }
  await write(warmingMs)
  const played: Awaited<ReturnType<typeof playRound>>[] = []
  for (let number = 0; number < rounds; number++) {
    await bench.pass()
    played.push(await playRound())
  }
  if (parsed !== expected) throw new Error(`parsing readers got ${parsed} updates of ${expected}`)
  const got = (index: number) => clients[index]!.socket.bytes - startBytes[index]!
  await until(
    () => clients.every((_, index) => got(index) >= got(0) * 0.9),
    () => 'readers that count bytes',
    patienceMs,
  )
  const cpus = played.map(({ cpuUsPerUpdate }) => cpuUsPerUpdate)
  return { ...middleOf(played), leastCpuUs: Math.min(...cpus), mostCpuUs: Math.max(...cpus) }
}
