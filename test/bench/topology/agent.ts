import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Memory, openMemory, type TopologyName } from '@commonplace/memory'
import WebSocket from 'ws'
import type { Order, Told } from './row'

// One agent of the bench, in a process and on a disk of its own. It does what it is told on stdin, a line of JSON each, and
// answers on stdout. Clocks of one machine are compared.
const [relay, storage, id, topology] = process.argv.slice(2) as [string, string, string, TopologyName]
const now = () => performance.timeOrigin + performance.now()
const bytes = { sent: 0, received: 0 }

function openSocket(url: string, protocols: string[]) {
  const socket = new WebSocket(url, protocols)
  const send = socket.send.bind(socket)
  socket.send = (data: Uint8Array) => {
    bytes.sent += data.byteLength
    send(data)
  }
  socket.on('message', (data: ArrayBuffer) => {
    bytes.received += data.byteLength
  })
  return socket as never
}

const memory = await openMemory({ agent: { id }, topology, relay: { url: relay, openSocket }, storage })
/** When what others wrote came to be seen here, ms after they began to write it. */
const seen: number[] = []
memory.on('change', ({ records }) => {
  for (const { content, author } of records) {
    const at = Number(content.split(' at ')[1])
    if (author.agent !== id && at) seen.push(now() - at)
  }
})

const writers: Record<Order['what'], (memory: Memory, n: number) => Promise<unknown>> = {
  local: (it, n) => it.add(text(n), { consistency: 'local' }),
  relay: (it, n) => it.add(text(n), { consistency: 'relay' }),
  claimed: (it, n) => it.facts.assert(`${id}/${n}`, n, { content: text(n), consistency: 'claimed' }),
  'claimed, one key': (it, n) => it.facts.assert('one key', `${id} ${n}`, { content: text(n), consistency: 'claimed' }),
  promoted: async (it, n) => {
    const record = await it.add(text(n))
    await it.promote(record.id, { to: 'team', consistency: 'relay' })
  },
}
const text = (n: number) => `${id} writes ${n} of ${Math.random()} at ${now()}`

async function write({ what, count }: Order): Promise<Told> {
  const before = { ...bytes }
  const writes: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await writers[what](memory, n)
    writes.push(performance.now() - start)
  }
  await memory.sync.flush('relay')
  return { writes, sent: bytes.sent - before.sent, received: bytes.received - before.received }
}

async function read(count: number, maxStaleness?: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await memory.get('team.0.zz.0', { maxStaleness })
    times.push(performance.now() - start)
  }
  return times
}

for await (const line of createInterface({ input: process.stdin }).on('close', () => process.exit())) {
  const order: Order | 'seen' | 'reads' = JSON.parse(line)
  const told =
    order === 'seen' ? seen.splice(0) : order === 'reads' ? [await read(200), await read(200, 0)] : await write(order)
  writeSync(1, `${JSON.stringify(told)}\n`)
}
