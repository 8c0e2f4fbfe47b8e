import { storageKey } from '@commonplace/storage'
import { storageConformance } from '@commonplace/storage/conformance'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { describe, expect, test } from 'vitest'
import { measuredStorage } from './measured-storage'
import { type Readings, RelayMetrics } from './relay-metrics'

const zero = () => 0
const readings: Readings = {
  connections: zero,
  rooms: zero,
  queueBytes: zero,
  bytesIn: zero,
  bytesOut: zero,
  loopDelay: zero,
}

storageConformance(
  'measured',
  async () => {
    const disk = new MemoryDisk()
    return { open: async () => measuredStorage(memoryStorage({ from: disk }), new RelayMetrics(), zero) }
  },
  { describe, test },
)

test('commits are timed, and what the store refuses is counted and thrown on', async () => {
  const metrics = new RelayMetrics()
  let time = 0
  const storage = measuredStorage(memoryStorage(), metrics, () => {
    time += 4
    return time
  })
  await storage.commit([{ put: storageKey(1), value: Uint8Array.of(1) }])
  expect(await storage.get(storageKey(1))).toEqual(Uint8Array.of(1))
  await storage.close()
  await expect(storage.commit([])).rejects.toMatchObject({ code: 'closed' })
  await expect(storage.get(storageKey(1))).rejects.toMatchObject({ code: 'closed' })
  const text = metrics.render(readings)
  expect(text).toContain('commonplace_relay_commit_seconds_bucket{le="0.005"} 1\n')
  expect(text).toContain('commonplace_relay_commit_seconds_sum 0.004\n')
  expect(text).toContain('commonplace_relay_storage_errors_total 2\n')
})
