import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Remains } from './removal.fixture'

test('no term, name or text of a removed record is left anywhere in the heap', async () => {
  // In a process of its own: the heap of the test run is large, and full of the words that are looked for.
  const fixture = fileURLToPath(new URL('./removal.fixture.ts', import.meta.url))
  const child = fork(fixture, { execArgv: ['--import', 'tsx'], signal: AbortSignal.timeout(60_000) })
  const [remains] = (await once(child, 'message')) as [Remains]
  expect(remains.before).toBeGreaterThan(1_000)
  expect(remains.after).toEqual([])
  expect(remains.kept).toBe(1)
})
