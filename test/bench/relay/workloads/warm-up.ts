import { fill } from './fill'
import type { Bench } from './workload'

const room = 'room-65535'
const records = 500
const storms = 40
const joiners = 50

/** Fifty join a small room of its own at once, forty times: what a server compiles for its first connections is no part of the next. */
export async function warmUp(bench: Bench): Promise<void> {
  await fill({ ...bench, records }, room)
  const { subject, server } = bench
  const join = async () => {
    const client = await subject.connect(server.port, room)
    await client.join(room)
    return client
  }
  for (let storm = 0; storm < storms; storm++) {
    for (const { socket } of await Promise.all(Array.from({ length: joiners }, join))) socket.close()
  }
}
