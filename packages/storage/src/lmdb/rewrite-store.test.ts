import fs, { existsSync, fstatSync, linkSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { storageKey } from '../key'
import { openLmdbStorage } from './lmdb-storage'
import { startChild } from './start-child.fixture'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-scrub-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

async function countIn(path: string, text: string): Promise<number> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const bytes = await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))
  return bytes.join().split(text).length - 1
}

test('what was deleted or replaced stays in the file until it is scrubbed, then not a byte of it does', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  const value = (n: number, text: string) => Buffer.from(`${n} ${text} ${'x'.repeat(n % 7 === 0 ? 9000 : n)}`)
  for (let n = 0; n < 300; n++) {
    await storage.commit([{ put: storageKey('a', n), value: value(n, n % 3 === 0 ? 'SECRET' : 'plain') }])
  }
  for (let n = 0; n < 300; n += 6) {
    await storage.commit([{ delete: storageKey('a', n) }, { put: storageKey('a', n + 3), value: Buffer.from('short') }])
  }
  expect(await countIn(path, 'SECRET')).toBeGreaterThan(0)
  await storage.scrub?.()
  expect(await countIn(path, 'SECRET')).toBe(0)
  expect(await countIn(path, 'plain')).toBeGreaterThanOrEqual(200)
  await storage.commit([{ put: storageKey('a', 0), value: Buffer.from('after') }])
  await storage.close()
  const again = await openLmdbStorage({ path })
  expect(Buffer.from((await again.get(storageKey('a', 0)))!).toString()).toBe('after')
  expect(Buffer.from((await again.get(storageKey('a', 3)))!).toString()).toBe('short')
  expect(existsSync(join(path, 'data.old'))).toBe(false)
  await again.close()
})

test('the blocks of the file that a scrub replaces are overwritten, whoever else has a name for them', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  await storage.commit([{ put: storageKey('a'), value: Buffer.from('SECRET') }])
  const kept = join(await folder(), 'data.kept')
  linkSync(join(path, 'data.mdb'), kept)
  await storage.commit([{ delete: storageKey('a') }])
  expect(await readFile(kept, 'latin1')).toContain('SECRET')
  await storage.scrub?.()
  expect(await readFile(kept, 'latin1')).not.toContain('SECRET')
  await storage.close()
})

test('a scrub is over when the disk knows which file is the store now: a power cut would bring the old one back, without what came since', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  await storage.commit([{ put: storageKey('a'), value: Buffer.from('kept') }])
  const inode = () => statSync(join(path, 'data.mdb')).ino
  const old = inode()
  const { fsyncSync } = fs
  const replace = (sync: typeof fsyncSync) => {
    fs.fsyncSync = sync
    syncBuiltinESMExports()
  }
  onTestFinished(() => replace(fsyncSync))
  const synced: number[] = []
  replace(file => {
    fsyncSync(file)
    if (fstatSync(file).ino === statSync(path).ino) synced.push(inode())
  })
  await storage.scrub?.()
  expect(inode()).not.toBe(old)
  expect(synced).toContain(inode())
  await storage.close()
})

test('the event loop has turns while the blocks are overwritten', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  await storage.commit([{ put: storageKey('a'), value: Buffer.alloc(4 * 1024 * 1024) }])
  let isOver = false
  let turns = 0
  const fileOf = (name: string) => statSync(join(path, name), { throwIfNoEntry: false })?.ino
  const look = () => {
    const old = fileOf('data.old')
    if (old !== undefined && old !== fileOf('data.mdb')) turns++
    if (!isOver) setImmediate(look)
  }
  look()
  await storage.scrub?.()
  isOver = true
  expect(turns).toBeGreaterThan(0)
  await storage.close()
})

test('a rewrite that a crash cut short, before or after the exchange, leaves nothing behind at the next opening', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  await storage.commit([{ put: storageKey('a', 1), value: Buffer.from('kept') }])
  await storage.close()
  await mkdir(join(path, 'rewrite'))
  linkSync(join(path, 'data.mdb'), join(path, 'data.old'))
  const again = await openLmdbStorage({ path })
  expect(Buffer.from((await again.get(storageKey('a', 1)))!).toString()).toBe('kept')
  expect(await readdir(path)).not.toContain('rewrite')
  expect(await readdir(path)).not.toContain('data.old')
  await again.close()
})

test('what comes after a scrub is kept, whoever has the old file open and its lock file, which counts its transactions', async () => {
  const path = await folder()
  const storage = await openLmdbStorage({ path })
  for (let n = 0; n < 21; n++) await storage.commit([{ put: storageKey('before', n), value: Uint8Array.of(n) }])
  const child = await startChild(path)
  onTestFinished(() => child.kill())
  child.send('look')
  expect(await child.next()).toBe('21')
  const keys = Array.from({ length: 21 }, (_, n) => storageKey('before', n))
  // The count is odd after some of the scrubs and even after others: it says which of two pages is the newer one.
  for (let round = 0; round < 4; round++) {
    await storage.scrub?.()
    for (let n = 0; n <= round; n++) {
      keys.push(storageKey('after', round, n))
      await storage.commit([{ put: keys.at(-1)!, value: Uint8Array.of(keys.length - 1) }])
    }
    for (const [n, key] of keys.entries()) expect(await storage.get(key)).toEqual(Uint8Array.of(n))
  }
  await storage.close()
  const again = await openLmdbStorage({ path })
  for (const [n, key] of keys.entries()) expect(await again.get(key)).toEqual(Uint8Array.of(n))
  await again.close()
})
