import { getEventListeners } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { SyncError } from './sync-error'
import { PendingWrite } from './write'
import { WriteTracker } from './write-tracker'

const dots = [{ client: 1, clock: 0 }]
const refusal = { n: 2, code: 'read-only', message: '', value: 0, entries: [], removes: [] } as never

test('a write is as far as the record of it that is least far, however often it is told', () => {
  const tracker = new WriteTracker(false)
  const write = tracker.begin(dots, [1, 2])
  tracker.reach([1], 'local')
  tracker.reach([1], 'local')
  expect(write.tier).toBe('memory')
  tracker.reach([2], 'local')
  expect(write.tier).toBe('local')
  tracker.reach([1], 'relay')
  tracker.reach([1], 'relay')
  expect(write.tier).toBe('local')
  tracker.reach([2], 'relay')
  expect(write.tier).toBe('relay')
})

test('what a relay has is on this disk too, for who began to wait after that', () => {
  const tracker = new WriteTracker(false)
  tracker.begin(dots, [1])
  tracker.reach([1], 'local')
  const later = tracker.begin([], [1])
  tracker.reach([1], 'relay')
  expect(later.tier).toBe('relay')
})

test('a refusal ends the write, and counts as an answer for who waits for answers only', async () => {
  const tracker = new WriteTracker(false)
  const write = tracker.begin(dots, [1, 2])
  const waiting = tracker.begin([], [1, 2])
  tracker.reach([1], 'relay')
  tracker.refuse(refusal)
  expect([write.tier, waiting.tier]).toEqual(['refused', 'relay'])
  await expect(write.reached('local')).rejects.toMatchObject({ code: 'read-only' })
})

test('who gives up waits no more, and a signal is left alone once the write is there', async () => {
  const tracker = new WriteTracker(false)
  const write = tracker.begin(dots, [1])
  const [one, other] = [new AbortController(), new AbortController()]
  const given = write.reached('local', { signal: one.signal })
  const kept = write.reached('local', { signal: other.signal })
  const forever = write.reached('relay')
  one.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  tracker.reach([1], 'local')
  await kept
  expect(getEventListeners(other.signal, 'abort')).toEqual([])
  tracker.end(new SyncError('closed', 'over', { hint: '' }))
  await expect(forever).rejects.toMatchObject({ code: 'closed' })
})

test('who waits for answers again and again, and gives up each time, is not kept; whoever still waits is', async () => {
  const tracker = new WriteTracker(false)
  const write = tracker.begin(dots, [1])
  const waiting = tracker.begin([], [1]).reached('relay')
  for (let n = 0; n < 100; n++) {
    const controller = new AbortController()
    const { signal } = controller
    const given = tracker.begin([], [1], signal).reached('relay', { signal })
    controller.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
  }
  const advanced = vi.spyOn(PendingWrite.prototype, 'advance')
  onTestFinished(() => advanced.mockRestore())
  tracker.reach([1], 'relay')
  expect(new Set(advanced.mock.contexts).size).toBe(3)
  expect(write.tier).toBe('relay')
  await waiting
})
