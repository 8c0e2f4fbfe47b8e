import { StorageError } from '@commonplace/storage'
import { expect, test } from 'vitest'
import { storageError } from './replica-errors'

test('a write to a store that is gone says that it is gone, in the words of the storage', () => {
  const gone = new StorageError('closed', 'the browser deleted the database "a" while it was open', {
    hint: 'open anew',
  })
  expect(storageError('team', gone)).toMatchObject({
    message:
      'the storage did not take what was written to space team: the browser deleted the database "a" while it was open',
    hint: 'open anew',
    cause: gone,
  })
  expect(storageError('team', new Error('EIO'))).toMatchObject({
    message: 'the storage did not take what was written to space team: EIO',
    hint: 'make room or mend the disk, then open the memory again',
  })
})
