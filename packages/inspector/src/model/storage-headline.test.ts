import { expect, test } from 'vitest'
import { type StorageFacts, storageHeadline } from './storage-headline'

const disk = { kind: 'disk', waiting: 0, persisted: true } as const
const room = { usedBytes: 4_200_000, allowedBytes: 61_000_000_000 }

test.each<[StorageFacts, string]>([
  [
    { records: 2, spaces: 1, storage: { ...disk, lost: { code: 'storage-lost', message: '', hint: '' } }, room },
    'The store of this device is gone, and nothing more is kept here.',
  ],
  [{ records: 1, spaces: 1, storage: disk }, '1 record in one space is on this device.'],
  [
    { records: 1855, spaces: 5, storage: disk, room },
    '1,855 records in five spaces are on this device, 4.2 MB of 61 GB.',
  ],
  [
    { records: 2, spaces: 1, storage: { ...disk, persisted: false }, room },
    '2 records in one space are on this device, 4.2 MB of 61 GB; the browser may clear it when the disk is full.',
  ],
  [
    { records: 2, spaces: 1, storage: disk, room: { ...room, usedBytes: 55e9 } },
    '2 records in one space are on this device, with little room left.',
  ],
  // A browser that says nothing of what is used says 0.
  [
    { records: 2, spaces: 1, storage: disk, room: { ...room, usedBytes: 0 } },
    '2 records in one space are on this device.',
  ],
  [{ records: 2, spaces: 1, storage: { ...disk, waiting: 3 } }, 'Three changes are in memory only: the disk is full.'],
  [
    { records: 2, spaces: 1, storage: { ...disk, kind: 'memory' } },
    '2 records in one space, in memory only: this browser gives no lasting storage.',
  ],
])('%j', (facts, words) => {
  expect(storageHeadline(facts)).toBe(words)
})
