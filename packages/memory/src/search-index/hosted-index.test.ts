import { expect, test } from 'vitest'
import { createRecall } from '../recall'
import { HostedIndex } from './hosted-index'
import { LocalIndex } from './local-index'

test('a worker that was lost three times is tried again ten minutes after the first of them', async () => {
  let now = 0
  let tries = 0
  const host = new HostedIndex({
    createLocal: () => new LocalIndex(createRecall(), () => undefined),
    worker: {
      from: 1,
      start: async () => {
        tries++
        throw new Error('no worker today')
      },
    },
    pause: () => undefined,
    now: () => now,
    onPassage: () => {},
    said: () => [],
    refill: async () => {},
    onError: () => {},
  })
  const triesAfter = async (ms: number) => {
    now = ms
    await host.expect(1)
    return tries
  }
  expect([await triesAfter(0), await triesAfter(1_000), await triesAfter(2_000)]).toEqual([1, 2, 3])
  expect(await triesAfter(599_999)).toBe(3)
  expect(await triesAfter(600_000)).toBe(4)
  expect(await triesAfter(600_500)).toBe(4)
  expect(host.status.value).toEqual({ place: 'here', reason: 'no worker today' })
})
