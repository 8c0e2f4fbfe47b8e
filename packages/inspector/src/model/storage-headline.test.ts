import { expect, test } from 'vitest'
import { storageHeadline } from './storage-headline'

const room = { usedBytes: 4_200_000, allowedBytes: 61_000_000_000, isKept: true }

test.each([
  [1, 1, undefined, '1 record in one space is on this device.'],
  [1855, 5, room, '1,855 records in five spaces are on this device, 4.2 MB of 61 GB.'],
  [
    2,
    1,
    { ...room, isKept: false },
    '2 records in one space are on this device, 4.2 MB of 61 GB; the browser may clear it when the disk is full.',
  ],
  [2, 1, { ...room, usedBytes: 55e9 }, '2 records in one space are on this device, there is little room left.'],
] as const)('%d records in %d spaces', (records, spaces, given, words) => {
  expect(storageHeadline(records, spaces, given)).toBe(words)
})
