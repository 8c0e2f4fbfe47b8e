import { randomBytes } from 'node:crypto'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesOf } from './document-entries.fixture'
import { purge } from './purge'
import { entry, openReplica } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

/** A piece of the second tier. */
const large = () => entry(randomBytes(5_000).toString('base64'))

test('what was to be merged, and is not once something of it is erased, ends nothing', async () => {
  const { replica, storage } = await openReplica({ room: null })
  const erased = replica.append([large()])
  for (let i = 0; i < 14; i++) await replica.append([large()]).reached('local')
  replica.remove(erased.dots)
  const purged = purge(replica)
  // With this one there are sixteen; the job that merges them waits for the one that erases.
  replica.append([large()])
  await purged
  await settle()
  expect(replica.status.value).toMatchObject({ state: 'private' })
  // And they are merged when there are enough again.
  await replica.append([large()]).reached('local')
  await settle()
  await replica.close()
  expect(storage.disk.size).toBeLessThan(8)
  await storage.close()
  const { replica: again } = await openReplica({ room: null, storage: memoryStorage({ from: storage.disk }) })
  expect(entriesOf(again.doc)).toHaveLength(16)
})
