import { Author, eachMarker } from '../author'
import type { Client } from '../dialects/dialect'
import { Bell } from './bell'
import { type Bench, turn } from './workload'

const window = 512
const fillMs = 120_000

/**
 * Fills a room with records, one update each, and waits until a reader has seen the last one.
 *
 * @returns who wrote them, how many came through a second, and the reader, who stays: some servers forget a room that nobody is in
 */
export async function fill(
  { subject, server, records }: Bench,
  room: string,
): Promise<{ author: Author; recordsPerSecond: number; reader: Client }> {
  const author = new Author(1, records)
  // On a busy machine a server passes on so much at once that a message is longer than what is read at once.
  const reader = await subject.connect(server.port, room, { assembles: true })
  await reader.join(room)
  let seen = 0
  const bell = new Bell()
  reader.onMessage = (bytes, start, end) => {
    eachMarker(bytes, start, end, number => {
      if (number !== seen) throw new Error(`a reader got record ${number} after ${seen - 1}`)
      seen++
    })
    bell.ring()
  }
  const writer = await subject.connect(server.port, room)
  await writer.join(room, { ids: [author.client] })
  writer.socket.countsOnly = true
  const messages = writer.messages(room, author.writeMany(records))
  for (const { socket } of [reader, writer]) socket.onFailure(() => bell.ring())
  const start = performance.now()
  let sent = 0
  while (seen < records) {
    const free = Math.min(window - (sent - seen), records - sent)
    if (free > 0) {
      writer.socket.write(messages.slice(sent, sent + free))
      sent += free
    }
    if (seen < sent) await bell.next()
    await turn()
    const failure = writer.socket.failure ?? reader.socket.failure
    if (failure !== null) throw failure
    if (performance.now() - start > fillMs)
      throw new Error(`filled ${seen} of ${records} records in ${fillMs / 1000} s`)
  }
  const seconds = (performance.now() - start) / 1000
  reader.socket.countsOnly = true
  writer.socket.close()
  return { author, recordsPerSecond: Math.round(records / seconds), reader }
}
