import { setTimeout as pause } from 'node:timers/promises'
import { Author } from '../author'
import type { Client } from '../dialects/dialect'
import { round, turn, type Workload } from './workload'

const connections = 2000
const rooms = 500
const recordsPerRoom = 10
const warmConnections = 500
const warmRooms = 20
// V8 gives the room of its young objects back when a collection finds that little was made in the five seconds before it.
const restMs = 6000
const watchedMs = 2000

/** Two thousand connections over five hundred rooms of ten records, all silent: what one costs in memory. */
export const idle: Workload = async ({ subject, server }) => {
  const settle = async () => {
    await server.read({ collect: true })
    await pause(restMs)
    return server.read({ collect: true })
  }
  // What a server compiles and sets up for its first connections and records is no part of the next.
  for (let index = 0; index < warmConnections; index++) {
    const room = `room-${65_535 - (index % warmRooms)}`
    const author = new Author(connections + index, recordsPerRoom)
    const warm = await subject.connect(server.port, room)
    await warm.join(room, { ids: [author.client] })
    warm.socket.write(warm.messages(room, author.writeMany(recordsPerRoom)))
    await turn()
    warm.socket.close()
  }
  const base = await settle()
  const clients: Client[] = []
  for (let index = 0; index < connections; index++) {
    const room = `room-${index % rooms}`
    const author = new Author(index, recordsPerRoom)
    const client = await subject.connect(server.port, room)
    await client.join(room, { ids: [author.client] })
    if (index < rooms) client.socket.write(client.messages(room, author.writeMany(recordsPerRoom)))
    clients.push(client)
  }
  const connected = await server.read()
  const settled = await settle()
  await pause(watchedMs)
  const rested = await server.read()
  if (clients.some(({ socket }) => socket.failure !== null)) throw new Error('a connection was lost')
  for (const { socket } of clients) socket.close()
  return {
    kbPerConnection: round(((settled.memoryMb - base.memoryMb) * 1000) / connections),
    connectCpuUs: round(((connected.cpuMs - base.cpuMs) * 1000) / connections, 0),
    idlePercent: round(((rested.cpuMs - settled.cpuMs) / watchedMs) * 100),
    baseMb: round(base.memoryMb, 0),
    memoryMb: round(settled.memoryMb, 0),
  }
}
