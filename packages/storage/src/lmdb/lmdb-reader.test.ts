import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rangeOf, storageKey } from '../key'
import { thisProcess } from './holder'
import { openLmdbReader } from './lmdb-reader'
import { openLmdbStorage } from './lmdb-storage'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-reader-'))
  path = join(folder, 'store')
})
afterEach(() => rm(folder, { recursive: true }))

const value = Uint8Array.of(7)

async function keysOf(storage: Pick<Awaited<ReturnType<typeof openLmdbReader>>, 'range'>): Promise<number> {
  let count = 0
  for await (const _ of storage.range(...rangeOf())) count++
  return count
}

test('a reader sees what was there when it was opened, and its holder goes on writing', async () => {
  const storage = await openLmdbStorage({ path })
  for (let i = 0; i < 600; i++) void storage.commit([{ put: storageKey(i), value }])
  await storage.commit([])
  const reader = await openLmdbReader({ path })
  await storage.commit([{ deleteRange: rangeOf() }, { put: storageKey('new'), value }])
  expect(await keysOf(reader)).toBe(600)
  expect(await reader.get(storageKey(3))).toEqual(value)
  expect(await reader.get(storageKey('new'))).toBeUndefined()
  await reader.close()
  await expect(reader.get(storageKey(3))).rejects.toMatchObject({ code: 'closed' })
  await storage.close()
})

test('a copy is a whole store of one moment, whatever is written meanwhile', async () => {
  const storage = await openLmdbStorage({ path })
  await storage.commit(
    Array.from({ length: 500 }, (_, i) => ({ put: storageKey(i, 'a'), value: new Uint8Array(5000) })),
  )
  const reader = await openLmdbReader({ path })
  let isCopied = false
  const writing = (async () => {
    // Both keys of a pair go together: a copy that mixed two moments would hold one of them.
    for (let i = 0; !isCopied; i++) {
      const pair = [storageKey('x'), storageKey('y')].map(put => ({ put, value: Uint8Array.of(i & 255) }))
      await storage.commit(pair)
    }
  })()
  const file = join(folder, 'copy.mdb')
  await reader.copyTo(file)
  isCopied = true
  await writing
  await expect(reader.copyTo(file)).rejects.toMatchObject({ message: expect.stringContaining('is there already') })
  await reader.close()
  await storage.close()
  expect((await readdir(folder)).sort()).toEqual(['copy.mdb', 'store'])

  const copied = join(folder, 'copied')
  await mkdir(copied)
  const { copyFile } = await import('node:fs/promises')
  await copyFile(file, join(copied, 'data.mdb'))
  const copy = await openLmdbStorage({ path: copied })
  expect(await keysOf(copy)).toBeGreaterThanOrEqual(500)
  expect(await copy.get(storageKey('x'))).toEqual(await copy.get(storageKey('y')))
  await copy.close()
})

test('what a reader reads is not overwritten: a scrub waits for it, commits go on, and who comes meanwhile waits for the scrub', async () => {
  const storage = await openLmdbStorage({ path })
  const large = new Uint8Array(20_000).fill(7)
  await storage.commit(Array.from({ length: 50 }, (_, i) => ({ put: storageKey(i), value: large })))
  const reader = await openLmdbReader({ path })
  const order: string[] = []
  const scrubs = [storage.scrub!(), storage.scrub!()].map(scrub => scrub.then(() => order.push('scrubbed')))
  // It has begun once the folder that it works in is there.
  await expect.poll(() => readdir(path)).toContain('rewrite')
  const late = openLmdbReader({ path }).then(async opened => {
    order.push('read')
    await opened.close()
  })
  await storage.commit([{ put: storageKey('new'), value }])
  for (let i = 0; i < 50; i++) expect(await reader.get(storageKey(i))).toEqual(large)
  expect(order).toEqual([])
  await reader.close()
  await Promise.all([...scrubs, late])
  expect(order.filter(each => each === 'scrubbed')).toHaveLength(2)
  expect(order[0]).toBe('scrubbed')
  expect((await readdir(path)).filter(name => /^(rewrite|reading.*|data\.old)$/.test(name))).toEqual([])
  await storage.close()
})

test('a scrub does not wait for a reader that was killed, and waits no longer than its storage is open', async () => {
  const storage = await openLmdbStorage({ path })
  await storage.commit([{ put: storageKey(1), value }])
  await writeFile(join(path, 'reading.killed.json'), JSON.stringify({ ...thisProcess(), started: '1' }))
  await storage.scrub!()
  const reader = await openLmdbReader({ path })
  const scrubbed = storage.scrub!()
  scrubbed.catch(() => {})
  await expect.poll(() => readdir(path)).toContain('rewrite')
  await storage.close()
  await expect(scrubbed).rejects.toMatchObject({ code: 'closed' })
  expect(await reader.get(storageKey(1))).toEqual(value)
  await reader.close()
})

test('a folder without a store is named, and nothing is made there', async () => {
  await expect(openLmdbReader({ path })).rejects.toMatchObject({ message: expect.stringContaining('no store') })
  await mkdir(path)
  await writeFile(join(path, 'data.mdb'), 'not a store, but as long as the head of one would be: 64 bytes and more')
  await expect(openLmdbReader({ path })).rejects.toMatchObject({ code: 'damaged' })
})
