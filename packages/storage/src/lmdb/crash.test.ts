import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyAfterCrash } from '../conformance'
import { openLmdbStorage } from './lmdb-storage'
import { type Child, startChild } from './start-child.fixture'

let path: string
let child: Child | undefined

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-crash-'))
})

afterEach(async () => {
  await child?.kill()
  child = undefined
  await rm(path, { recursive: true })
})

/** The highest batch that the child still says it was told is on the disk, killed or not. */
async function drain(from: Child, acknowledged: number): Promise<{ acknowledged: number; ending: string | undefined }> {
  for (;;) {
    const line = await from.next()
    if (line === undefined || !/^\d+$/.test(line)) return { acknowledged, ending: line }
    acknowledged = Math.max(acknowledged, Number(line))
  }
}

test('kill -9 while it commits: every acknowledged batch is there, none in part, and the lock is taken over', async () => {
  let found = 0
  for (const killAfter of [1, 7, 40, 150]) {
    child = await startChild(path)
    child.send('open')
    expect(await child.next()).toBe('held')
    child.send('write')
    let acknowledged = found
    while (acknowledged < found + killAfter) acknowledged = Math.max(acknowledged, Number(await child.next()))
    await child.kill()
    acknowledged = (await drain(child, acknowledged)).acknowledged
    const storage = await openLmdbStorage({ path })
    found = await verifyAfterCrash(storage, acknowledged)
    await storage.close()
  }
  expect(found).toBeGreaterThanOrEqual(1 + 7 + 40 + 150)
})

// A limit on the size of a file is the nearest thing to a full disk that a test can have without a disk of its own. LMDB
// reports it as it does a broken disk, unless not even the first byte fits.
test.skipIf(process.platform === 'win32')(
  'a failed write rejects, ends the commits, and keeps what was acknowledged',
  async () => {
    child = await startChild(path, { limitKiB: 256 })
    child.send('open')
    expect(await child.next()).toBe('held')
    child.send('write')
    const { acknowledged, ending } = await drain(child, 0)
    expect(ending).toMatch(/^(full|failed) could not commit to/)
    child.send('commit nothing')
    expect(await child.next()).toBe(ending)
    child.send('close')
    expect(await child.next()).toBe('closed')
    const storage = await openLmdbStorage({ path })
    expect(await verifyAfterCrash(storage, acknowledged)).toBe(acknowledged)
    await storage.close()
  },
)
