import { randomUUID } from 'node:crypto'
import { roomToString } from '@commonplace/protocol'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { loadRoom } from '../../../packages/relay/src/log/load-room'
import { openLog } from '../../../packages/relay/src/log/open-log'
import { payloadsOf } from '../../../packages/relay/src/server/raw-client.fixture'
import { contentOf } from './content'

// Opens the image of a store in the folder given, as a relay that starts does, and prints how many of the first n records
// are not in it as they were written.

const [folder, acknowledged] = [process.argv[2]!, Number(process.argv[3])]
const storage = await openLmdbStorage({ path: folder })
await openLog(storage, randomUUID)
const room = await loadRoom(storage, roomToString({ tenant: 'default', space: 'team', segment: 0 }))
const held = new Set([...payloadsOf((room?.items ?? []).map(({ bytes }) => bytes)).values()].flat())
let missing = 0
for (let n = 1; n <= acknowledged; n++) if (!held.has(contentOf(n))) missing++
process.stdout.write(`missing ${missing}\n`)
process.exit()
