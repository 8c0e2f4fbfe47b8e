import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { defaultLimits } from '@commonplace/protocol'
import { RawClient, Writer } from '../../../packages/relay/src/server/raw-client.fixture'
import { defaultBounds } from '../../../packages/relay/src/server/socket-bounds'
import type { Command } from '../../command'
import { startRelayProcess } from '../../processes/relay-process.fixture'
import { defaultRoom } from '../frames/round'
import { inTime, Socket } from '../frames/socket'
import { Workshop } from '../workshop'

const writers = 3
const inFlight = 8
const updatesOfId = 100
const updateBytes = 100_000
const room = 'team'
const mb = 1_000_000
/** What a relay may grow by beside what waits for the reader. */
const mostMb = 64
/** The same traffic through a room with nobody slow: what a relay has for any, such as a young heap and the pieces used last, is there before. */
const warmRoom = 'warm'
const warmMb = 100
const atOnce = 60

/** A reader that joins and never reads, while a lot is written to its room: the relay must not keep all of it for it. */
export const reader: Command = {
  summary: 'a reader that never reads while so many megabytes go through its room; the relay may grow by little',
  amount: { flag: 'megabytes', usual: 400, most: 10_000 },
  run: ({ count }, say) =>
    Workshop.use('reader', async workshop => {
      const relay = await startRelayProcess({ data: join(workshop.folder, 'relay') })
      try {
        const join = (to: string, from: number) =>
          Promise.all(Array.from({ length: writers }, (_, n) => joined(relay.url, to, from + n)))
        const warm = await join(warmRoom, 1)
        const idleMb = await residentMb(relay.pid)
        await write(warm, (warmMb * mb) / updateBytes)
        const clients = await join(room, 1 + writers)
        const before = await residentMb(relay.pid)
        say(`${warmMb} MB with nobody slow: the relay has ${Math.round(before)} MB, and had ${Math.round(idleMb)}`)
        const slow = await RawClient.greet(relay.url, 'reader')
        await slow.join(room)
        slow.pause()
        let peakMb = 0
        const updates = Math.ceil((count * mb) / updateBytes)
        for (let done = 0; done < updates; done += atOnce) {
          await write(clients, Math.min(atOnce, updates - done))
          const nowMb = await residentMb(relay.pid)
          peakMb = Math.max(peakMb, nowMb)
          say(
            `${Math.round((Math.min(updates, done + atOnce) * updateBytes) / mb)} of ${count} MB: the relay has ${Math.round(nowMb)} MB`,
          )
        }
        const growthMb = Math.round(peakMb - before)
        const allowedMb = Math.round(defaultBounds.budgetBytes / mb) + mostMb
        const warmGrowthMb = Math.round(before - idleMb)
        const numbers = { megabytes: count, warmGrowthMb, growthMb, allowedMb }
        return { numbers, isClean: growthMb <= allowedMb }
      } finally {
        await relay.kill()
      }
    }),
}

/** One connection that writes, under several ids in turn, so that nobody's document grows large. */
interface Client {
  readonly socket: Socket
  readonly channel: number
  readonly ids: readonly number[]
  writer: Writer
  sent: number
  acked: number
  /** called at each acknowledgement */
  wake: () => void
}

async function joined(url: string, room: string, number: number): Promise<Client> {
  const ids = Array.from({ length: defaultLimits.idsPerJoin }, (_, index) => number * 1000 + index)
  let client: Client | null = null
  let settle: (channel: number) => void = () => {}
  const channel = new Promise<number>(resolve => {
    settle = resolve
  })
  const socket = await Socket.open(url, `writer-${number}`, frame => {
    if (frame.type === 'joined') settle(frame.channel)
    else if (frame.type === 'ack' && client !== null) {
      client.acked = frame.upTo
      client.wake()
    }
  })
  const join = { request: 1, room: defaultRoom(room), epoch: '', ids, vector: new Map(), deletesDigest: 0 }
  socket.send({ type: 'join', ...join })
  client = { socket, ids, channel: await channel, writer: new Writer(ids[0]!), sent: 0, acked: 0, wake() {} }
  return client
}

/** Each writes its part, as fast as the relay's limits have it; what is written cannot be compressed. */
async function write(clients: readonly Client[], updates: number): Promise<void> {
  const paceMs = (1000 * updateBytes * 1.2) / defaultLimits.bytesPerSecond
  await Promise.all(
    clients.map(async (client, index) => {
      const { socket, channel, ids } = client
      const until = client.sent + Math.floor((updates + index) / clients.length)
      let next = performance.now()
      while (client.acked < until) {
        while (client.sent < until && client.sent - client.acked < inFlight) {
          const index = Math.floor(client.sent / updatesOfId) % ids.length
          if (client.writer.client !== ids[index]) client.writer = new Writer(ids[index]!)
          const update = client.writer.push(randomBytes((updateBytes * 3) / 4).toString('base64'))
          socket.send({ type: 'update', channel, seq: ++client.sent, lease: null, codec: 0, update })
          next += paceMs
        }
        await inTime(new Promise<void>(resolve => (client.wake = resolve)), 'an acknowledgement')
        const early = next - performance.now()
        if (early > 0) await setTimeout(early)
        else next = performance.now()
      }
    }),
  )
}

/** Resident memory of a process in MB, mapped files included (Linux, proc(5)). */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? []
  return (Number(kb) * 1024) / mb
}
