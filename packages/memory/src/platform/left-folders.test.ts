import { mkdir, mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageKey } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { expect, onTestFinished, test } from 'vitest'
import { leftFolders } from './left-folders'

async function folderWith(...names: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-left-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of names) {
    const storage = await openLmdbStorage({ path: join(folder, name) })
    await storage.commit([
      { put: storageKey('name'), value: Buffer.from(name) },
      { put: new Uint8Array(20).fill(0xff), value: Uint8Array.of(1) },
    ])
    await storage.close()
  }
  return folder
}

test("the further stores of an agent are opened, but none that is held, nobody else's and not its first; they are emptied", async () => {
  const folder = await folderWith('a', 'a@2', 'a@3', 'a@4', 'a@u=ada', 'a@u=ada@2', 'ab@2')
  const held = await openLmdbStorage({ path: join(folder, 'a@3') })
  const found: string[] = []
  for await (const left of leftFolders(folder, 'a')) {
    if ('error' in left) throw left.error
    found.push(Buffer.from((await left.storage.get(storageKey('name')))!).toString())
    await left.destroy()
  }
  await held.close()
  expect(found).toEqual(['a@2', 'a@4'])
  const emptied = await openLmdbStorage({ path: join(folder, 'a@2') })
  for await (const entry of emptied.range(Uint8Array.of(0), new Uint8Array(1024).fill(0xff)))
    expect(entry).toBeUndefined()
  await emptied.close()
})

test('one that cannot be emptied, as on a full disk, is closed, so that the next who opens has it', async () => {
  const folder = await folderWith('a@2')
  const path = join(folder, 'a@2')
  for await (const left of leftFolders(folder, 'a')) {
    if ('error' in left) throw left.error
    await mkdir(join(path, 'data.old'))
    await expect(left.destroy()).rejects.toMatchObject({ code: 'failed' })
  }
  await rm(join(path, 'data.old'), { recursive: true })
  await (await openLmdbStorage({ path })).close()
})

test('where no store was, none is found', async () => {
  for await (const _ of leftFolders(join(tmpdir(), 'commonplace-nowhere'), 'a')) expect.unreachable()
})

test('one that cannot be opened is told, and those after it are opened', async () => {
  const folder = await folderWith('a@2', 'a@3')
  await truncate(join(folder, 'a@2', 'data.mdb'), 0)
  const found: unknown[] = []
  for await (const left of leftFolders(folder, 'a')) {
    found.push('error' in left ? left.error : 'opened')
    if ('storage' in left) await left.storage.close()
  }
  expect(found).toEqual([expect.objectContaining({ code: 'damaged' }), 'opened'])
})
