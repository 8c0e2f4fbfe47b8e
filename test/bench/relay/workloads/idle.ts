import { setTimeout as pause } from 'node:timers/promises'
import { Author } from '../author'
import type { Client } from '../dialects/dialect'
import { cpuMsBetween, type Reading, type ServerProcess, startServer } from '../server-process'
import type { Subject } from '../subjects'
import { percentile, round, turn, type Workload } from './workload'

const connections = 2000
const rooms = 500
const recordsPerRoom = 10
const warmConnections = 2000
const warmRooms = 100
// A megabyte of a process is half a kB a connection, and processes that did the same differ by one or two.
const servers = 3
// V8 gives the room of its young objects back when a collection finds that little was made in the five seconds before it.
const restMs = 6000
const installMs = 200
const watchedMs = 2000

/** Two thousand connections over five hundred rooms of ten records, all silent: what one costs in memory, the middle one of three servers. */
export const idle: Workload = async ({ subject, server, pass }) => {
  const others = await Promise.all(Array.from({ length: servers - 1 }, () => startServer(subject)))
  const all = [server, ...others]
  try {
    await Promise.all(all.map(each => warmUp(subject, each)))
    const bases = await settle(all, pass)
    const clients = await Promise.all(all.map(each => connectAll(subject, each)))
    const connected = await Promise.all(all.map(each => each.read()))
    const settled = await settle(all, pass)
    await pause(watchedMs)
    const rested = await Promise.all(all.map(each => each.read()))
    if (clients.flat().some(({ socket }) => socket.failure !== null)) throw new Error('a connection was lost')
    for (const { socket } of clients.flat()) socket.close()
    const rows = bases.map((base, at) => rowOf(base, connected[at]!, settled[at]!, rested[at]!))
    const kb = rows.map(({ kbPerConnection }) => kbPerConnection)
    const middle = rows[kb.indexOf(percentile(kb, 0.5))]!
    return { ...middle, leastKb: Math.min(...kb), mostKb: Math.max(...kb) }
  } finally {
    await Promise.all(others.map(each => each.stop()))
  }
}

const rowOf = (base: Reading, connected: Reading, settled: Reading, rested: Reading) => ({
  kbPerConnection: kbEach(settled.memoryMb - base.memoryMb),
  ...(settled.ownMb !== null && base.ownMb !== null && { ownKb: kbEach(settled.ownMb - base.ownMb) }),
  connectCpuUs: round((cpuMsBetween(base, connected) * 1000) / connections, 0),
  idlePercent: round((cpuMsBetween(settled, rested) / watchedMs) * 100),
  baseMb: round(base.memoryMb, 0),
  memoryMb: round(settled.memoryMb, 0),
})

/** What a server compiles and sets up for its first connections and rooms is no part of the next: the same again, each connection alone. */
async function warmUp(subject: Subject, { port }: ServerProcess): Promise<void> {
  for (let index = 0; index < warmConnections; index++) {
    const warm = await connect(subject, port, 65_535 - (index % warmRooms), connections + index, index < warmRooms)
    await turn()
    warm.socket.close()
  }
}

async function connectAll(subject: Subject, { port }: ServerProcess): Promise<Client[]> {
  const clients: Client[] = []
  for (let index = 0; index < connections; index++) {
    clients.push(await connect(subject, port, index % rooms, index, index < rooms))
  }
  return clients
}

async function connect(subject: Subject, port: number, number: number, id: number, writes: boolean): Promise<Client> {
  const room = `room-${number}`
  const author = new Author(id, recordsPerRoom)
  const client = await subject.connect(port, room)
  await client.join(room, { ids: [author.client] })
  if (writes) client.socket.write(client.messages(room, author.writeMany(recordsPerRoom)))
  return client
}

const kbEach = (megabytes: number): number => round((megabytes * 1000) / connections)

/** What memory they take once all is quiet; meanwhile the others have their turn. */
async function settle(all: readonly ServerProcess[], pass: () => Promise<void>): Promise<Reading[]> {
  const collect = () => Promise.all(all.map(each => each.read({ collect: true })))
  await collect()
  await Promise.all([pause(restMs), pass()])
  // What V8 compiled meanwhile is put in its place, and its working memory let go, when JavaScript next runs: up to 3 MB.
  await collect()
  await pause(installMs)
  return collect()
}
