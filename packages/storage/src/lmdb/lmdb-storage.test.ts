import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { storageConformance } from '../conformance'
import { plainValues } from './checked-value'
import { openEnvironment } from './environment'
import { openLmdbStorage } from './lmdb-storage'
import { readPage } from './page'

storageConformance(
  'lmdb',
  async () => {
    const path = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-'))
    return { open: () => openLmdbStorage({ path }), remove: () => rm(path, { recursive: true }) }
  },
  { describe, test },
)

test('a page ends after a quarter of a mebibyte, so that who reads many is not long at one', async () => {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-'))
  const { root, data } = openEnvironment(path)
  try {
    for (let n = 0; n < 8; n++) await data.put(Uint8Array.of(n), new Uint8Array(128 * 1024))
    const { entries, isLast } = readPage(data, plainValues, Uint8Array.of(0), Uint8Array.of(9), 8, false)
    expect(entries).toHaveLength(2)
    expect(isLast).toBe(false)
  } finally {
    await root.close()
    await rm(path, { recursive: true })
  }
})
