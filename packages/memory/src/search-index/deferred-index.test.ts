import { expect, test, vi } from 'vitest'
import { createRecall, type Indexed } from '../recall'
import { DeferredIndex } from './deferred-index'
import { HostedIndex } from './hosted-index'
import { LocalIndex } from './local-index'

const record = (at: number): Indexed => ({
  id: `team ${at}`,
  text: `the harbour has number ${at}`,
  space: 'team',
  kind: 'semantic',
  author: 'ada',
  tags: [],
  time: at,
})

function deferred({ from = 10_000, whileFilling = async () => {} } = {}) {
  const held = new Map<string, Indexed>()
  const made: HostedIndex[] = []
  const failures: Error[] = []
  const make = async () => {
    const failure = failures.pop()
    if (failure) throw failure
    const index = new HostedIndex({
      createLocal: () => new LocalIndex(createRecall(), () => undefined),
      worker: { reason: 'none' },
      pause: () => undefined,
      now: () => 0,
      onPassage: () => {},
      said: () => [],
      refill: async () => {},
      onError: () => {},
    })
    made.push(index)
    return index
  }
  const refill = async () => {
    await whileFilling()
    for (const each of held.values()) index.put(each)
  }
  const index: DeferredIndex = new DeferredIndex({ make, refill, from, reason: 'none' })
  const put = (at: number) => {
    held.set(record(at).id, record(at))
    index.put(record(at))
  }
  const remove = (at: number) => {
    held.delete(record(at).id)
    index.remove(record(at).id)
  }
  const found = async () => (await index.search({ text: 'harbour', limit: 50 })).map(({ id }) => id).sort()
  return { index, made, failures, put, remove, found }
}

test('nothing is made of an index until somebody searches, who finds all that is there then', async () => {
  const { index, made, put, remove, found } = deferred()
  put(1)
  put(2)
  remove(1)
  await index.expect(5)
  await index.settled()
  expect(made).toHaveLength(0)
  expect(index.status.value).toEqual({ place: 'here', reason: 'none' })
  expect(await found()).toEqual(['team 2'])
  put(3)
  expect(await found()).toEqual(['team 2', 'team 3'])
  expect(made).toHaveLength(1)
})

test('what comes and goes while it is filled is in it, or not', async () => {
  const { put, remove, found } = deferred({
    whileFilling: async () => {
      put(3)
      remove(1)
    },
  })
  put(1)
  put(2)
  expect(await Promise.all([found(), found()])).toEqual([
    ['team 2', 'team 3'],
    ['team 2', 'team 3'],
  ])
})

test('from so many records on it is made as they come, or before they do', async () => {
  const coming = deferred({ from: 3 })
  for (let at = 0; at < 3; at++) coming.put(at)
  await coming.index.settled()
  expect(coming.made).toHaveLength(1)
  expect(coming.made[0]!.passageOf('team 2')).toBeDefined()
  const expected = deferred({ from: 3 })
  expected.put(0)
  await expected.index.expect(2)
  expect(expected.made).toHaveLength(1)
})

test('code that cannot be fetched is said to who searches, and tried again with the next search', async () => {
  const { index, failures, put, found } = deferred({ from: 2 })
  failures.push(new Error('offline'), new Error('offline'))
  await index.expect(2)
  put(1)
  await expect(found()).rejects.toThrow('offline')
  expect(await found()).toEqual(['team 1'])
})

test('one that was closed before it was made is closed', async () => {
  const { index, made } = deferred()
  const waking = index.wake()
  index.close()
  const close = vi.spyOn(HostedIndex.prototype, 'close')
  await waking
  expect(close.mock.contexts).toEqual(made)
  close.mockRestore()
})
