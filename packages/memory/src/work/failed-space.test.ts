import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

test('who waits for a lease is told that the space has ended, and does not wait for ever', async () => {
  const storage = memoryStorage()
  const memory = await open('ada', { storage, relay: await relayUrl() })
  await memory.sync.flush('relay')
  const [held, other] = [await memory.work.claim('report'), memory.work.claim('report').catch(error => error)]
  storage.fail(new StorageError('failed', 'the disk said no'))
  await expect(memory.add('a note')).rejects.toMatchObject({ code: 'storage-failed' })
  const ended = { code: 'storage-failed', message: expect.stringContaining('the disk said no') }
  await expect(memory.work.claim('another')).rejects.toMatchObject(ended)
  const paid = memory.work.once('pay', async () => 1, { sideEffects: true })
  await expect(paid).rejects.toMatchObject(ended)
  storage.fail(undefined)
  await held?.release()
  expect(await other).toMatchObject(ended)
})
