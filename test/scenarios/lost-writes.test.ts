import { expect, test } from 'vitest'
import { raceOfOurs } from '../demo/lost-writes/ours'

test('four processes that write twenty times each, at once, keep 80 of 80: items of their own, and one they share', async () => {
  const all = { written: 80, kept: 80 }
  expect(await raceOfOurs({ writers: 4, writes: 20 })).toMatchObject({ own: all, shared: all })
})
