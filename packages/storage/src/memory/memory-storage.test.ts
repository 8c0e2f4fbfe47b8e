import { describe, expect, test } from 'vitest'
import { crashConformance, storageConformance } from '../conformance'
import { storageKey } from '../key'
import { StorageError } from '../storage'
import { MemoryDisk } from './memory-disk'
import { type MemoryStorage, memoryStorage } from './memory-storage'

async function makePlace() {
  const disk = new MemoryDisk()
  return {
    open: async () => memoryStorage({ from: disk }),
    crash: async (storage: unknown) => void (storage as MemoryStorage).crash(),
  }
}

storageConformance('memory', makePlace, { describe, test })
crashConformance('memory', makePlace, { describe, test })

const key = storageKey('key')
const put = (...values: number[]) => values.map(value => ({ put: storageKey(value), value: Uint8Array.of(value) }))

describe('a held memory storage', () => {
  test.each([0, 1, 2, 3])('crashed after %i of three commits keeps exactly those', async flushed => {
    const storage = memoryStorage({ hold: true })
    const settled: number[] = []
    for (const n of [1, 2, 3]) void storage.commit(put(n, n + 10)).then(() => settled.push(n))
    expect(storage.pending).toBe(3)
    storage.flush(flushed)
    const disk = storage.crash()
    await new Promise(resolve => setImmediate(resolve))
    expect(settled).toEqual([1, 2, 3].slice(0, flushed))
    expect(disk.size).toBe(2 * flushed)
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'closed' })
    const again = memoryStorage({ from: disk })
    expect(await again.get(storageKey(11))).toEqual(flushed > 0 ? Uint8Array.of(11) : undefined)
  })

  test('shows only what is on the disk', async () => {
    const storage = memoryStorage({ hold: true })
    void storage.commit(put(1))
    expect(await storage.get(storageKey(1))).toBeUndefined()
    storage.flush()
    expect(await storage.get(storageKey(1))).toEqual(Uint8Array.of(1))
  })
})

test('a failing memory storage rejects what is pending and what follows, until it recovers', async () => {
  const storage = memoryStorage({ hold: true })
  const pending = storage.commit(put(1))
  storage.fail(new StorageError('full', 'no room'))
  await expect(pending).rejects.toMatchObject({ code: 'full' })
  await expect(storage.commit(put(2))).rejects.toMatchObject({ code: 'full' })
  storage.fail(undefined)
  const recovered = storage.commit(put(3))
  storage.flush()
  await recovered
  expect(storage.disk.size).toBe(1)
})

test('a copied disk goes its own way, as a cloned machine does', async () => {
  const storage = memoryStorage()
  await storage.commit(put(1))
  const clone = memoryStorage({ from: storage.disk.copy() })
  await clone.commit(put(2))
  await storage.commit(put(3))
  expect([await storage.get(storageKey(2)), await clone.get(storageKey(3))]).toEqual([undefined, undefined])
  expect(await clone.get(storageKey(1))).toEqual(Uint8Array.of(1))
})

test('crashing a storage that is closed does not free the disk of the next holder', async () => {
  const disk = new MemoryDisk()
  const first = memoryStorage({ from: disk })
  await first.close()
  memoryStorage({ from: disk })
  first.crash()
  expect(() => memoryStorage({ from: disk })).toThrow(expect.objectContaining({ code: 'locked' }))
})
