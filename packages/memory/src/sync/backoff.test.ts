import { expect, test } from 'vitest'
import { backoffMs } from './backoff'

const options = { baseMs: 500, maxMs: 30_000 }

test('pauses double, stay below the cap, and are spread over the upper half of their step', () => {
  const steps = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]
  expect(steps.map((_, attempt) => backoffMs(attempt, 0, options))).toEqual(steps.map(step => step / 2))
  expect(steps.map((_, attempt) => backoffMs(attempt, 1, options))).toEqual(steps)
  expect(backoffMs(5000, 1, options)).toBe(30_000)
})
