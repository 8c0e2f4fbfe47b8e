import { rangeOf } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { open } from '../open.fixture'
import { artifactArea } from './artifact-area'

test('a damaged note of an artifact is told as such where artifacts are asked for, and what to do', async () => {
  const storage = memoryStorage()
  const ada = await open('ada', { storage })
  const { id } = await ada.artifacts.put('a long text', { summary: 'a summary' })
  await ada.close()
  const left = memoryStorage({ from: storage.disk })
  for await (const { key, value } of left.range(...rangeOf(artifactArea)))
    await left.commit([{ put: key, value: value.slice(9) }])
  const again = await open('ada', { storage: left })
  await expect(again.artifacts.open(id)).rejects.toMatchObject({
    name: 'CommonplaceError',
    code: 'storage-failed',
    message: expect.stringContaining('a note of an artifact on this device cannot be read'),
    hint: expect.stringContaining('backup'),
  })
})
