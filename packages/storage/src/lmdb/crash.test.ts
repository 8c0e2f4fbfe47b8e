import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyAfterCrash } from '../conformance'
import { storageKey } from '../key'
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

// A limit on the size of a file is the nearest thing to a quota that a test can have without a disk of its own.
const limited = test.skipIf(process.platform === 'win32')

limited(
  'a write beyond a quota that the file system does not tell of is refused, and the next one is taken',
  async () => {
    child = await startChild(path, { limitKiB: 256 })
    child.send('open')
    expect(await child.next()).toBe('held')
    child.send('write')
    const { acknowledged, ending } = await drain(child, 0)
    expect(ending).toMatch(/^full could not commit to/)
    child.send('commit a little')
    expect(await child.next()).toBe('committed')
    child.send('close')
    expect(await child.next()).toBe('closed')
    const storage = await openLmdbStorage({ path })
    expect(await verifyAfterCrash(storage, acknowledged)).toBe(acknowledged)
    expect(await storage.get(storageKey('little'))).toHaveLength(1)
    await storage.close()
  },
)

limited('a store that not even its lock file fits in is refused, and nothing is left of it', async () => {
  child = await startChild(join(path, 'store'), { limitKiB: 8 })
  child.send('open')
  expect(await child.next()).toMatch(/^full could not open .* or a quota, takes no 64 kB more$/)
  expect(readdirSync(path)).toEqual([])
})

limited(
  'a write that a quota cuts off where there is room for other files is refused, and the next one is taken',
  async () => {
    // Of some of these LMDB wrote a part, and called that a broken disk; told of the others it may have ended the process.
    for (const limitKiB of [2048, 2050, 2052]) {
      const store = join(path, String(limitKiB))
      child = await startChild(store, { limitKiB })
      for (const [order, answer] of [
        ['open', /^held$/],
        ['commit a lot', /^full could not commit to .* EFBIG: file too large, write$/],
        ['commit a little', /^committed$/],
        ['scrub', /^scrubbed$/],
        ['close', /^closed$/],
      ] as const) {
        child.send(order)
        expect(await child.next()).toMatch(answer)
      }
      await child.kill()
      const storage = await openLmdbStorage({ path: store })
      expect(await storage.get(storageKey('little'))).toHaveLength(1)
      expect(await storage.get(storageKey('lot'))).toBeUndefined()
      await storage.close()
    }
  },
)
