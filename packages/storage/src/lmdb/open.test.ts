import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startThread } from '../../../../scripts/start-thread'
import { storageKey } from '../key'
import type { StorageError } from '../storage'
import { type Holder, thisProcess } from './holder'
import { lmdbFormat, openLmdbStorage } from './lmdb-storage'
import { type Child, startChild } from './start-child.fixture'

let folder: string
let path: string
const children: Child[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonplace-lmdb-open-'))
  path = join(folder, 'deep', 'store')
})

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
  await rm(folder, { recursive: true })
})

async function openChild(): Promise<Child> {
  const child = await startChild(path)
  children.push(child)
  return child
}

async function fill() {
  const storage = await openLmdbStorage({ path })
  for (let i = 0; i < 20; i++) await storage.commit([{ put: storageKey(i), value: new Uint8Array(10_000) }])
  await storage.close()
}

async function openAndClose() {
  await (await openLmdbStorage({ path })).close()
}

describe('the lock', () => {
  test.runIf(process.platform === 'linux')(
    'is free once the thread that holds it has ended, though its process goes on',
    async () => {
      const thread = startThread(new URL('./thread.fixture.ts', import.meta.url), path)
      expect(await once(thread, 'message')).toEqual(['held'])
      await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'locked' })
      await thread.terminate()
      const storage = await openLmdbStorage({ path })
      expect(await storage.get(storageKey('of the thread'))).toEqual(new Uint8Array([7]))
      await storage.close()
    },
  )

  test('names the process that holds it, and is free once that is killed', async () => {
    const child = await openChild()
    child.send('open')
    expect(await child.next()).toBe('held')
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`process ${child.pid} `),
    })
    await child.kill()
    await openAndClose()
  })

  test('closing removes the lock file', async () => {
    const storage = await openLmdbStorage({ path })
    expect(JSON.parse(readFileSync(join(path, 'holder.json'), 'utf8'))).toMatchObject({ pid: process.pid })
    await storage.close()
    expect(existsSync(join(path, 'holder.json'))).toBe(false)
  })

  test('is free again where opening fails after it was taken', async () => {
    await fill()
    await mkdir(join(path, 'data.old'))
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'failed' })
    await rm(join(path, 'data.old'), { recursive: true })
    await openAndClose()
  })

  const stale: [string, (us: Holder) => unknown][] = [
    ['a process that has our pid but started earlier', us => ({ ...us, started: '1' })],
    ['a process before the machine restarted', us => ({ ...us, boot: 'another' })],
    ['this container before it restarted', us => ({ ...us, namespace: 'pid:[1]' })],
    ['a power cut that tore the file', () => undefined],
  ]
  test.each(stale)('of %s is taken over', async (_, holder) => {
    await mkdir(path, { recursive: true })
    writeFileSync(join(path, 'holder.json'), JSON.stringify(holder(thisProcess())) ?? '{"pid')
    await openAndClose()
  })

  test('of another container on this machine is respected', async () => {
    await mkdir(path, { recursive: true })
    const holder = { ...thisProcess(), namespace: 'pid:[1]', host: 'another', pid: 1 }
    writeFileSync(join(path, 'holder.json'), JSON.stringify(holder))
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({
      code: 'locked',
      hint: expect.stringContaining('holder.json'),
    })
  })

  test('a stale one goes to one of the processes that find it at the same time', async () => {
    const openers = await Promise.all([openChild(), openChild(), openChild()])
    const stale = JSON.stringify({ ...thisProcess(), started: '1' })
    await openAndClose()
    for (let round = 0; round < 40; round++) {
      writeFileSync(join(path, 'holder.json'), stale)
      for (const opener of openers) opener.send('open')
      const answers = await Promise.all(openers.map(opener => opener.next()))
      const winners = openers.filter((_, i) => answers[i] === 'held')
      expect(winners.length, `round ${round}: ${answers.join(' | ')}`).toBe(1)
      winners[0]!.send('close')
      expect(await winners[0]!.next()).toBe('closed')
    }
  })
})

describe('a store that cannot be read', () => {
  test('a newer format is `newer`, and the lock is free afterwards', async () => {
    await fill()
    const root = open({ path, noSubdir: false, overlappingSync: false, encoding: 'binary' })
    const meta = root.openDB({ name: 'meta', encoding: 'binary', keyEncoding: 'binary' })
    await meta.put(Buffer.from('format'), Buffer.of(lmdbFormat + 1))
    await root.close()
    for (let i = 0; i < 2; i++) await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'newer' })
  })

  test('a data file cut short is `damaged`', async () => {
    await fill()
    truncateSync(join(path, 'data.mdb'), 8 * 4096)
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'damaged' })
  })

  test('a data file whose last pages are free and were never written is sound', async () => {
    const large = { put: storageKey('large'), value: new Uint8Array(40_000) }
    const storage = await openLmdbStorage({ path })
    for (let left = 3; left > 0; left--) {
      await storage.commit([{ put: storageKey('kept', left), value: new Uint8Array(9_000).fill(left) }])
      await storage.commit([large, { delete: large.put }])
    }
    await storage.close()
    const hasAll = async () => {
      const again = await openLmdbStorage({ path })
      for (let left = 3; left > 0; left--)
        expect(await again.get(storageKey('kept', left))).toEqual(new Uint8Array(9_000).fill(left))
      await again.close()
    }
    await hasAll()
    // Cut at any page, it has everything or is refused: no page is read that is not there.
    const outcomes = new Set<string>()
    for (let pages = Math.floor(statSync(join(path, 'data.mdb')).size / 4096) - 1; pages > 2; pages--) {
      truncateSync(join(path, 'data.mdb'), pages * 4096)
      outcomes.add(
        await hasAll().then(
          () => 'whole',
          ({ code }) => code,
        ),
      )
    }
    expect([...outcomes].sort()).toEqual(['damaged', 'whole'])
  })

  test('a file of something else is `damaged`', async () => {
    await mkdir(path, { recursive: true })
    writeFileSync(join(path, 'data.mdb'), 'this is no store'.repeat(1000))
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'damaged' })
  })

  test('a folder that cannot be made is `failed`', async () => {
    writeFileSync(join(folder, 'deep'), 'a file')
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'failed' })
  })
})

test('a place where no folder can be is told with what to do about it', async () => {
  writeFileSync(join(folder, 'file'), 'no folder')
  symlinkSync(join(folder, 'nothing'), join(folder, 'link to nothing'))
  symlinkSync(join(folder, 'link to itself'), join(folder, 'link to itself'))
  for (const place of ['file', 'link to nothing', 'link to itself', 'n'.repeat(300)]) {
    await expect(openLmdbStorage({ path: join(folder, place, 'store') })).rejects.toMatchObject({
      code: 'failed',
      hint: 'name a folder that this process may make and write in',
    })
  }
})

// In a process of its own, since LMDB ended it.
test.each(['data.mdb', 'lock.mdb'])('a %s that cannot be opened as a file is named', async name => {
  await mkdir(join(path, name), { recursive: true })
  const child = await openChild()
  child.send('open')
  expect(await child.next()).toBe(`failed "${join(path, name)}" is no file`)
})

describe('a store that is gone', () => {
  test.each([
    ['empty', () => truncateSync(join(path, 'data.mdb'), 0)],
    ['missing', () => rmSync(join(path, 'data.mdb'))],
  ])('an %s data file where there was a store is `damaged`, and no new store', async (_, lose) => {
    await fill()
    lose()
    for (let time = 0; time < 2; time++)
      await expect(openLmdbStorage({ path })).rejects.toMatchObject({
        code: 'damaged',
        hint: expect.stringContaining('move it away'),
      })
  })

  test.each([
    ['deleted', () => rmSync(path, { recursive: true })],
    ['moved away', () => renameSync(path, join(folder, 'elsewhere'))],
    [
      'replaced',
      () => {
        cpSync(join(path, 'data.mdb'), join(path, 'copy'))
        renameSync(join(path, 'copy'), join(path, 'data.mdb'))
      },
    ],
  ])('files that are %s while it is open are noticed at the next commit, which fails aloud', async (_, lose) => {
    const ends: StorageError[] = []
    const storage = await openLmdbStorage({ path, onEnd: error => ends.push(error) })
    await storage.commit([{ put: storageKey('a'), value: Uint8Array.of(1) }])
    lose()
    const expected = { code: 'failed', message: `the store in "${path}" was deleted or moved away while it was open` }
    const written = [{ put: storageKey('b'), value: Uint8Array.of(2) }]
    for (let time = 0; time < 2; time++) await expect(storage.commit(written)).rejects.toMatchObject(expected)
    expect(ends).toMatchObject([expected])
    await storage.close()
  })

  test('one that is found again, by the process that had it open too, is free once it is closed', async () => {
    const storage = await openLmdbStorage({ path })
    await storage.commit([{ put: storageKey('a'), value: Uint8Array.of(1) }])
    const elsewhere = join(folder, 'elsewhere')
    renameSync(path, elsewhere)
    await expect(openLmdbStorage({ path: elsewhere })).rejects.toMatchObject({ code: 'locked' })
    await storage.close()
    const again = await openLmdbStorage({ path: elsewhere })
    expect(await again.get(storageKey('a'))).toEqual(Uint8Array.of(1))
    await again.close()
  })

  test('an empty data file where there was none yet, as a power cut leaves it, is a new store', async () => {
    await mkdir(path, { recursive: true })
    writeFileSync(join(path, 'data.mdb'), '')
    await openAndClose()
  })

  test('a store of before, which nobody noted, is noted when it is opened', async () => {
    await fill()
    rmSync(join(path, 'store.json'))
    await openAndClose()
    truncateSync(join(path, 'data.mdb'), 0)
    await expect(openLmdbStorage({ path })).rejects.toMatchObject({ code: 'damaged' })
  })
})

test.skipIf(process.platform === 'win32')(
  'a process that may open no more files is told so where LMDB would end it, and what it holds open goes on',
  async () => {
    const child = await startChild(path, { files: 100 })
    children.push(child)
    const ask = async (order: string) => {
      child.send(order)
      return child.next()
    }
    for (const files of [0, 1, 2, 3]) {
      expect(await ask(`leave ${files}`)).toBe('left')
      expect(await ask('open')).toMatch(/^failed could not open .* EMFILE: too many open files/)
    }
    expect(await ask('leave 4')).toBe('left')
    expect(await ask('open')).toBe('held')
    expect(await ask('leave 0')).toBe('left')
    for (let time = 0; time < 20; time++) expect(await ask('commit a little')).toBe('committed')
  },
)
