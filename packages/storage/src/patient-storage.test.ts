import { describe, expect, test } from 'vitest'
import { storageConformance } from './conformance'
import { storageKey } from './key'
import { MemoryDisk } from './memory/memory-disk'
import { memoryStorage } from './memory/memory-storage'
import { patientStorage, type Waiting } from './patient-storage'
import { StorageError } from './storage'

const unused = { now: () => 0, later() {}, onWaiting() {} }

async function makePlace() {
  const disk = new MemoryDisk()
  return { open: async () => patientStorage(memoryStorage({ from: disk }), unused) }
}

storageConformance('patient', makePlace, { describe, test })

const full = new StorageError('full', 'no room')
const put = (name: string, bytes = 10) => ({ put: storageKey(name), value: new Uint8Array(bytes) })

function filling() {
  const inner = memoryStorage()
  const told: (Waiting | undefined)[] = []
  const timers: (() => void)[] = []
  const storage = patientStorage(inner, {
    now: () => 1234,
    later: (_, callback) => timers.push(callback),
    onWaiting: waiting => told.push(waiting),
  })
  const settled: string[] = []
  const commit = (name: string, bytes?: number) => {
    const done = storage.commit([put(name, bytes)])
    done.then(
      () => settled.push(name),
      () => settled.push(`${name} failed`),
    )
    return done
  }
  return { inner, storage, told, timers, settled, commit }
}

test('commits wait while the disk is full, and happen in their order once there is room', async () => {
  const { inner, storage, told, timers, settled, commit } = filling()
  inner.fail(full)
  const first = commit('a')
  await expect.poll(() => told.length).toBe(1)
  const second = commit('b', 5)
  timers.pop()!()
  await expect.poll(() => told.length).toBe(2)
  expect(told[1]).toEqual({ since: 1234, commits: 2, bytes: 15, reason: full })
  expect(settled).toEqual([])
  inner.fail(undefined)
  storage.retry()
  await Promise.all([first, second])
  expect(settled).toEqual(['a', 'b'])
  expect(told.at(-1)).toBeUndefined()
  expect(await storage.get(storageKey('b'))).toHaveLength(5)
})

test('whoever closes is told what never reached the disk', async () => {
  const { inner, storage, told, settled, commit } = filling()
  inner.fail(full)
  const all = [commit('a'), commit('b')]
  await expect.poll(() => told.length).toBe(1)
  storage.hurry()
  for (const each of all) await expect(each).rejects.toBe(full)
  expect(settled).toEqual(['a failed', 'b failed'])
})

test('other failures are not waited for', async () => {
  const { inner, told, commit } = filling()
  const broken = new StorageError('failed', 'broken')
  inner.fail(broken)
  await expect(commit('a')).rejects.toBe(broken)
  expect(told).toEqual([])
})
