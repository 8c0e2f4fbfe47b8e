import { expect, test } from 'vitest'
import { toStorageError } from './request'

test('a value whose file is gone or does not decode is `damaged`, with the database and what to do', () => {
  for (const [name, message] of [
    ['NotReadableError', 'Data lost due to missing file. Affected record should be considered irrecoverable'],
    ['DataError', 'Failed to read large IndexedDB value'],
  ] as const)
    expect(toStorageError('commonplace/ada', new DOMException(message, name))).toMatchObject({
      code: 'damaged',
      message: `IndexedDB database "commonplace/ada": ${name}: ${message}`,
      hint: expect.stringContaining('restore a backup'),
    })
})
