import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { storageConformance } from '../conformance'
import { openLmdbStorage } from './lmdb-storage'

storageConformance(
  'lmdb',
  async () => {
    const path = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-'))
    return { open: () => openLmdbStorage({ path }), remove: () => rm(path, { recursive: true }) }
  },
  { describe, test },
)
