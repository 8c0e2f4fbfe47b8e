import { expect, test } from 'vitest'
import { toStorageError } from './lmdb-error'

test.each([
  ['No space left on device', 'full', 'free some disk space, or raise the quota'],
  ['Permission denied', 'failed', 'name a folder that this process may make and write in'],
  ['something else', 'failed', 'check the disk, then open the storage again'],
])('a copy that fails says only in words why, and is understood: %s', async (words, code, hint) => {
  const error = await toStorageError('/backups', 'could not copy into', new Error(words))
  expect(error).toMatchObject({ code, hint, message: `could not copy into "/backups": ${words}` })
})
