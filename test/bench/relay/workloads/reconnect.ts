import { setTimeout as pause } from 'node:timers/promises'
import { Author, eachMarker, markerFrom } from '../author'
import { cpuMsBetween } from '../server-process'
import { middleOf } from './middle'
import { readBack } from './storm'
import { type Bench, ownCpuMs, patienceMs, round, until, type Workload } from './workload'

const clients = 50
const edits = 1000
// What one return takes varies by half between servers that did the same: the middle of several counts.
const returns = 5
const quickReturns = 3
// A server goes on for a while with what came.
const restMs = 1000
const lastNumber = 99_000_000
// Of what arrives only the last edits are looked at, so that the generator is not what is measured.
const lastMarker = markerFrom(lastNumber)

/** What somebody wrote while away. */
interface Returning {
  readonly client: number
  readonly outbox: { readonly update: Uint8Array; readonly vector: ReadonlyMap<number, number> }
}

/**
 * Fifty clients come back at once, each with a thousand edits made offline, until each has what all wrote: five times, in a quick run three,
 * into a room each, the servers in turn.
 */
export const reconnect: Workload = async bench => {
  const returning = Array.from({ length: clients }, (_, index): Returning => {
    const author = new Author(index, edits)
    author.writeMany(edits - 1, index * edits)
    author.write(lastNumber + index)
    return { client: author.client, outbox: { update: author.encode(), vector: new Map([[author.client, edits]]) } }
  })
  const played: Awaited<ReturnType<typeof play>>[] = []
  for (let number = 1; number <= (bench.isQuick ? quickReturns : returns); number++) {
    if (number > 1) await bench.pass()
    played.push(await play(bench, `room-${number}`, returning))
    await pause(restMs)
  }
  const cpus = played.map(({ cpuMs }) => cpuMs)
  return { ...middleOf(played), firstCpuMs: cpus[0]!, leastCpuMs: Math.min(...cpus), mostCpuMs: Math.max(...cpus) }
}

async function play(bench: Bench, room: string, returning: readonly Returning[]) {
  const { subject, server } = bench
  const before = await server.read({ reset: true })
  const ownBefore = ownCpuMs()
  const start = performance.now()
  let unfinished = clients
  let elapsed = 0
  const join = async (index: number) => {
    const { client: id, outbox } = returning[index]!
    const client = await subject.connect(server.port, room, { assembles: true })
    const heard = new Set([index])
    const hear = (marker: number) => {
      if (heard.size === clients) return
      heard.add(marker - lastNumber)
      if (heard.size === clients && --unfinished === 0) elapsed = performance.now() - start
    }
    client.onMessage = (bytes, from, to) => eachMarker(bytes, from, to, hear, lastMarker)
    await client.join(room, { ids: [id], outbox })
    return client
  }
  const joined = await Promise.all(returning.map((_, index) => join(index)))
  await until(
    () => unfinished === 0,
    () => `${unfinished} clients to hear of all others`,
    patienceMs,
  )
  const own = ownCpuMs() - ownBefore
  const after = await server.read()
  const found = await readBack(bench, room)
  if (found !== clients * edits) throw new Error(`a fresh reader found ${found} records of ${clients * edits}`)
  const bytes = joined.reduce((sum, { socket }) => sum + socket.bytes, 0)
  for (const { socket } of joined) socket.close()
  return {
    convergedMs: round(elapsed, 0),
    cpuMs: round(cpuMsBetween(before, after), 0),
    generatorPercent: round((own / elapsed) * 100, 0),
    megabytesOut: round(bytes / 1e6),
    loopBlockMs: round(after.loopBlockMs, 0),
    peakMb: round(after.peakMb, 0),
  }
}
