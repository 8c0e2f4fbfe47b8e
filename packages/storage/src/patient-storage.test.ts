import { describe, expect, test } from 'vitest'
import { storageConformance } from './conformance'
import { storageKey } from './key'
import { MemoryDisk } from './memory/memory-disk'
import { memoryStorage } from './memory/memory-storage'
import { patientStorage, type Waiting } from './patient-storage'
import { StorageError } from './storage'

const unused = { now: () => 0, later: () => () => {}, onWaiting() {} }

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
  const calledOff: (() => void)[] = []
  const pauses: number[] = []
  const clock = { now: 1234 }
  const storage = patientStorage(inner, {
    now: () => clock.now,
    later: (ms, callback) => {
      pauses.push(ms)
      timers.push(callback)
      return () => calledOff.push(callback)
    },
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
  return { inner, storage, told, timers, calledOff, pauses, clock, settled, commit }
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

test('it is tried again after one second, then two, up to thirty; what waits next begins anew, and counts alone', async () => {
  const { inner, storage, told, timers, pauses, clock, commit } = filling()
  inner.fail(full)
  const first = commit('a')
  for (let tries = 1; tries <= 7; tries++) {
    await expect.poll(() => pauses.length).toBe(tries)
    clock.now += 1000
    if (tries < 7) timers.pop()!()
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(new Set(told.map(waiting => waiting?.since))).toEqual(new Set([1234]))
  inner.fail(undefined)
  timers.pop()!()
  await first
  inner.fail(full)
  // A deletion has no value.
  const second = storage.commit([put('b', 5), { delete: storageKey('a') }])
  await expect.poll(() => pauses.length).toBe(8)
  expect(pauses.at(-1)).toBe(1000)
  expect(told.at(-1)).toEqual({ since: clock.now, commits: 1, bytes: 5, reason: full })
  inner.fail(undefined)
  storage.retry()
  await second
})

test('whoever closes is told what never reached the disk', async () => {
  const { inner, storage, told, timers, calledOff, settled, commit } = filling()
  inner.fail(full)
  const all = [commit('a'), commit('b')]
  await expect.poll(() => told.length).toBe(1)
  storage.hurry()
  for (const each of all) await expect(each).rejects.toBe(full)
  expect(settled).toEqual(['a failed', 'b failed'])
  // Nothing is left that would keep the process.
  expect(calledOff).toEqual(timers)
  expect(told.at(-1)).toBeUndefined()
  const before = told.length
  await expect(commit('c')).rejects.toBe(full)
  expect(told).toHaveLength(before)
  inner.fail(undefined)
  await commit('d')
  await expect(storage.close()).rejects.toBe(full)
  await expect(inner.get(storageKey('d'))).rejects.toMatchObject({ code: 'closed' })
})

test('what fails for good after it has waited is told, and nothing waits any longer', async () => {
  const { inner, storage, told, commit } = filling()
  inner.fail(full)
  const waiting = commit('a')
  await expect.poll(() => told.length).toBe(1)
  const broken = new StorageError('failed', 'broken')
  inner.fail(broken)
  storage.retry()
  await expect(waiting).rejects.toBe(broken)
  expect(told.slice(1)).toEqual([undefined])
})

test('other failures are not waited for', async () => {
  const { inner, told, commit } = filling()
  const broken = new StorageError('failed', 'broken')
  inner.fail(broken)
  await expect(commit('a')).rejects.toBe(broken)
  expect(told).toEqual([])
})
