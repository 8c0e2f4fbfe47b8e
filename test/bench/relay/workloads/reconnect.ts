import { Author, eachMarker, markerFrom } from '../author'
import { readBack } from './storm'
import { ownCpuMs, round, until, type Workload } from './workload'

const clients = 50
const edits = 1000
const room = 'room-1'
const lastNumber = 99_000_000
// Of what arrives only the last edits are looked at, so that the generator is not what is measured.
const lastMarker = markerFrom(lastNumber)

/** Fifty clients come back at once, each with a thousand edits made offline, until each has what all wrote. */
export const reconnect: Workload = async bench => {
  const { subject, server } = bench
  const returning = Array.from({ length: clients }, (_, index) => {
    const author = new Author(index, edits)
    author.writeMany(edits - 1, index * edits)
    author.write(lastNumber + index)
    return { author, outbox: { update: author.encode(), vector: new Map([[author.client, edits]]) } }
  })
  const before = await server.read({ reset: true })
  const ownBefore = ownCpuMs()
  const start = performance.now()
  let unfinished = clients
  const join = async (index: number) => {
    const { author, outbox } = returning[index]!
    const client = await subject.connect(server.port, room, { assembles: true })
    const heard = new Set([index])
    const hear = (number: number) => {
      if (heard.size === clients) return
      heard.add(number - lastNumber)
      if (heard.size === clients) unfinished--
    }
    client.onMessage = (bytes, from, to) => eachMarker(bytes, from, to, hear, lastMarker)
    await client.join(room, { ids: [author.client], outbox })
    return client
  }
  const joined = await Promise.all(returning.map((_, index) => join(index)))
  await until(() => unfinished === 0, `${unfinished} clients to hear of all others`, 60_000)
  const elapsed = performance.now() - start
  const own = ownCpuMs() - ownBefore
  const after = await server.read()
  const found = await readBack(bench)
  if (found !== clients * edits) throw new Error(`a fresh reader found ${found} records of ${clients * edits}`)
  const bytes = joined.reduce((sum, { socket }) => sum + socket.bytes, 0)
  for (const { socket } of joined) socket.close()
  return {
    convergedMs: round(elapsed, 0),
    cpuMs: round(after.cpuMs - before.cpuMs, 0),
    generatorPercent: round((own / elapsed) * 100, 0),
    megabytesOut: round(bytes / 1e6),
    loopBlockMs: round(after.loopBlockMs, 0),
    peakMb: round(after.peakMb, 0),
  }
}
