import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { storageKey } from '../key'
import { fileAt } from './data-file'
import { openLmdbStorage } from './lmdb-storage'
import { type Child, startChild } from './start-child.fixture'

// What a process has open is told by Linux alone.
test.skipIf(process.platform !== 'linux')(
  'who had opened the file that a scrub replaced, and waited while its holder was killed in the middle of it, goes on with the new one',
  async () => {
    const path = await mkdtemp(join(tmpdir(), 'commonplace-scrub-kill-'))
    onTestFinished(() => rm(path, { recursive: true }))
    const children = await Promise.all([startChild(path), startChild(path), startChild(path)])
    onTestFinished(async () => void (await Promise.all(children.map(child => child.kill()))))
    const [holder, opener, third] = children as [Child, Child, Child]
    const ask = async (child: Child, order: string) => {
      child.send(order)
      return await child.next()
    }
    expect(await ask(holder, 'open')).toBe('held')
    expect(await ask(holder, 'commit a lot')).toBe('committed')

    // Whoever has LMDB's write transaction holds up who opens, after it has opened the file.
    expect(await ask(third, 'hold up')).toBe('holding')
    opener.send('open')
    await expect.poll(() => readFileSync(`/proc/${opener.pid}/maps`, 'utf8')).toContain('data.mdb')
    const file = join(path, 'data.mdb')
    const old = fileAt(file)
    holder.send('scrub')
    // It opens the new file then, which the third one holds up too.
    await expect.poll(() => fileAt(file)).not.toBe(old)
    await holder.kill()
    expect(await readdir(path)).toContain('data.old')
    await third.kill()

    expect(await opener.next()).toBe('held')
    expect(await readdir(path)).not.toContain('data.old')
    expect(await ask(opener, 'commit a little')).toBe('committed')
    expect(await ask(opener, 'close')).toBe('closed')
    const storage = await openLmdbStorage({ path })
    expect(await storage.get(storageKey('lot'))).toHaveLength(3_000_000)
    expect(await storage.get(storageKey('little'))).toHaveLength(1)
    await storage.close()
  },
)
