import { Author, eachMarker } from '../author'
import { type Bench, turn } from './workload'

const window = 512
const fillMs = 120_000

/**
 * Fills a room with records, one update each, and waits until a reader has seen the last one.
 *
 * @returns who wrote them, and how many came through a second
 */
export async function fill(
  { subject, server, records }: Bench,
  room: string,
): Promise<{ author: Author; recordsPerSecond: number }> {
  const author = new Author(1, records)
  // On a busy machine a server passes on so much at once that a message is longer than what is read at once.
  const reader = await subject.connect(server.port, room, { assembles: true })
  await reader.join(room)
  let seen = 0
  reader.onMessage = (bytes, start, end) =>
    eachMarker(bytes, start, end, number => {
      if (number !== seen) throw new Error(`a reader got record ${number} after ${seen - 1}`)
      seen++
    })
  const writer = await subject.connect(server.port, room)
  await writer.join(room, { ids: [author.client] })
  writer.socket.countsOnly = true
  const messages = writer.messages(room, author.writeMany(records))
  const start = performance.now()
  let sent = 0
  while (seen < records) {
    const free = Math.min(window - (sent - seen), records - sent)
    if (free > 0) {
      writer.socket.write(messages.slice(sent, sent + free))
      sent += free
    }
    await turn()
    const failure = writer.socket.failure ?? reader.socket.failure
    if (failure !== null) throw failure
    if (performance.now() - start > fillMs)
      throw new Error(`filled ${seen} of ${records} records in ${fillMs / 1000} s`)
  }
  const seconds = (performance.now() - start) / 1000
  // The reader stays: some servers forget a room that nobody is in.
  reader.socket.countsOnly = true
  writer.socket.close()
  return { author, recordsPerSecond: Math.round(records / seconds) }
}
