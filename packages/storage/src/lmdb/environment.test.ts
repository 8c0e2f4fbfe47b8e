import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storageKey } from '../key'
import { openLmdbStorage } from './lmdb-storage'

test.runIf(process.platform === 'linux')('a store that grows stays mapped once', async () => {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-'))
  try {
    const store = await openLmdbStorage({ path })
    for (let commit = 0; commit < 4; commit++) {
      await store.commit([{ put: storageKey('large', commit), value: new Uint8Array(1024 * 1024) }])
    }
    const maps = (await readFile('/proc/self/maps', 'utf8')).split('\n')
    const ours = maps.filter(line => line.endsWith(join(path, 'data.mdb')))
    await store.close()
    expect(ours).toHaveLength(1)
  } finally {
    await rm(path, { recursive: true })
  }
})
