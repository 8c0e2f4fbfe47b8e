import { setTimeout as pause } from 'node:timers/promises'
import { Author } from '../author'
import type { Client } from '../dialects/dialect'
import { round, type Workload } from './workload'

const connections = 2000
const rooms = 500
const recordsPerRoom = 10
const restMs = 2000

/** Two thousand connections over five hundred rooms of ten records, all silent: what one costs in memory. */
export const idle: Workload = async ({ subject, server }) => {
  const warm = await subject.connect(server.port, 'room-65535')
  await warm.join('room-65535')
  warm.socket.close()
  await pause(500)
  const base = await server.read({ collect: true })
  const clients: Client[] = []
  for (let index = 0; index < connections; index++) {
    const room = `room-${index % rooms}`
    const author = new Author(index, recordsPerRoom)
    const client = await subject.connect(server.port, room, { bufferBytes: 4096 })
    await client.join(room, { ids: [author.client] })
    if (index < rooms) client.socket.write(client.messages(room, author.writeMany(recordsPerRoom)))
    clients.push(client)
  }
  const connected = await server.read()
  await pause(restMs)
  const settled = await server.read({ collect: true })
  await pause(restMs)
  const rested = await server.read()
  if (clients.some(({ socket }) => socket.failure !== null)) throw new Error('a connection was lost')
  for (const { socket } of clients) socket.close()
  return {
    kbPerConnection: round(((settled.memoryMb - base.memoryMb) * 1000) / connections),
    connectCpuUs: round(((connected.cpuMs - base.cpuMs) * 1000) / connections, 0),
    idlePercent: round(((rested.cpuMs - settled.cpuMs) / restMs) * 100),
    baseMb: round(base.memoryMb, 0),
    memoryMb: round(settled.memoryMb, 0),
  }
}
