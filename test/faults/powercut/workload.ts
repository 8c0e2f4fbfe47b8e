import { writeSync } from 'node:fs'
import { startRelay } from '@commonplace/relay'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { RawClient, Writer } from '../../../packages/relay/src/server/raw-client.fixture'
import { contentOf } from './content'

// A whole relay on a store in the folder given, with writers that say "ACK n" on standard output for each record it
// acknowledged, at the moment it did; "ACK 0" when it listens. It ends after as many records as it was told.

const [folder, records] = [process.argv[2]!, Number(process.argv[3])]
const inFlight = 5
const relay = await startRelay({ data: await openLmdbStorage({ path: folder }), insecure: true })
const socket = await RawClient.greet(relay.url, 'writer')
const client = 4242
const writer = new Writer(client)
const { joined } = await socket.join('team', { ids: [client] })
let sent = 0
let acked = 0
const send = () => {
  if (sent === records) return
  sent++
  const update = writer.push(contentOf(sent))
  socket.send({ type: 'update', channel: joined.channel, seq: sent, lease: null, codec: 0, update })
}
writeSync(1, 'ACK 0\n')
for (let n = 0; n < inFlight; n++) send()
while (acked < records) {
  const { upTo } = await socket.next('ack')
  for (; acked < upTo; send()) writeSync(1, `ACK ${++acked}\n`)
}
// At once: closing would sync what nobody waited for.
process.kill(process.pid, 'SIGKILL')
