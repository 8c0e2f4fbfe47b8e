import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { storageKey } from '../key'
import { patientStorage } from '../patient-storage'
import { openLmdbStorage } from './lmdb-storage'
import { roomOf } from './room'

const put = (name: string, bytes = 10) => [{ put: storageKey(name), value: new Uint8Array(bytes) }]

/** A folder whose disk has as much room as the test says. */
async function disk(bytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-room-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const left = { bytes }
  const path = join(folder, 'store')
  return { left, path, open: () => openLmdbStorage({ path, room: () => left.bytes }) }
}

test('a commit that the disk has no room for is refused, and the next one is taken once there is room', async () => {
  const { left, open } = await disk(10_000_000)
  const storage = await open()
  await storage.commit(put('a'))
  left.bytes = 100_000
  await expect(storage.commit(put('b', 90_000))).rejects.toMatchObject({
    code: 'full',
    message: expect.stringContaining('its disk has 97 kB left'),
    hint: 'free some disk space',
  })
  await storage.commit(put('c'))
  expect(await storage.get(storageKey('b'))).toBeUndefined()
  left.bytes = 10_000_000
  await storage.commit(put('b', 90_000))
  expect(await storage.get(storageKey('b'))).toHaveLength(90_000)
  await storage.close()
})

test('commits that wait for room happen once there is some', async () => {
  const { left, open } = await disk(10_000_000)
  const timers: (() => void)[] = []
  const later = (_: number, call: () => void) => {
    timers.push(call)
    return () => {}
  }
  const storage = patientStorage(await open(), { now: Date.now, later, onWaiting() {} })
  left.bytes = 0
  const done = storage.commit(put('a'))
  await expect.poll(() => timers.length).toBe(1)
  left.bytes = 10_000_000
  storage.retry()
  await done
  expect(await storage.get(storageKey('a'))).toHaveLength(10)
  await storage.close()
})

test('a store is not begun on a disk that is nearly full; one that is there opens', async () => {
  const { left, path, open } = await disk(500_000)
  await expect(open()).rejects.toMatchObject({ code: 'full' })
  expect(existsSync(path)).toBe(false)
  left.bytes = 10_000_000
  await (await open()).close()
  left.bytes = 500_000
  await (await open()).close()
  left.bytes = 10_000
  await expect(open()).rejects.toMatchObject({ code: 'full' })
})

test('a store is not rewritten where its copy does not fit, and goes on', async () => {
  const { left, open } = await disk(10_000_000)
  const storage = await open()
  await storage.commit(put('a', 1_000_000))
  left.bytes = 900_000
  await expect(storage.scrub!()).rejects.toMatchObject({ code: 'full' })
  expect(await storage.get(storageKey('a'))).toHaveLength(1_000_000)
  left.bytes = 10_000_000
  await storage.scrub!()
  await storage.commit(put('b'))
  await storage.close()
})

test('the file system is asked, of a folder that is not there the next one that is', () => {
  const here = roomOf(tmpdir())
  expect(here).toBeGreaterThan(0)
  expect(roomOf(join(tmpdir(), 'not', 'there'))).toBeGreaterThan(0)
})
