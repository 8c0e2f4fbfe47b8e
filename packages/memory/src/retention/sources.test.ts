import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Memory, OpenOptions } from '../index'
import { open } from '../open.fixture'

const day = 86_400_000
const found = async (memory: Memory) => (await memory.search('apples')).map(({ record }) => record.content)

/** A memory of two private spaces that keeps what was superseded for a day, with a clock that can be set ahead. */
async function briefly() {
  let now = Date.parse('2026-01-01')
  const storage = memoryStorage()
  const options: Partial<OpenOptions> = {
    clock: () => now,
    retention: [{ keep: '1d' }],
    spaces: { notes: 'private', other: 'private' },
  }
  const memory = await open('ada', { ...options, storage })
  const wait = (days: number) => (now += days * day)
  const reopened = async () => {
    await memory.close()
    return open('ada', { ...options, storage: memoryStorage({ from: storage.disk }) })
  }
  return { memory, wait, reopened }
}

test('what was made from a version that was retracted does not come back when that is past its retention', async () => {
  const { memory, wait, reopened } = await briefly()
  const { id } = await memory.add('the sky is green', { space: 'notes' })
  const { version } = await memory.update(id, { content: 'the sky is very green' })
  await memory.add('leaves are like apples', { derivedFrom: [version], space: 'notes' })
  const { record } = await memory.facts.assert('sky', 'green', { space: 'notes' })
  await memory.add('grass is like apples', { derivedFrom: [record.version], space: 'other' })
  for (const each of [id, record.id]) await memory.retract(each, 'it is not so')
  expect(await found(memory)).toEqual([])
  wait(2)
  expect((await memory.compact()).pinned).toBe(2)
  expect(await found(memory)).toEqual([])
  expect(await found(await reopened())).toEqual([])
})

test('nor when its fact was asserted anew, and what it was made from goes once nothing is made from it', async () => {
  const { memory, wait } = await briefly()
  const { record } = await memory.facts.assert('sky', 'green', { space: 'notes' })
  const made = await memory.add('grass is like apples', { derivedFrom: [record.version], space: 'notes' })
  await memory.retract(record.id, 'it is not so')
  await memory.facts.assert('sky', 'blue', { space: 'notes' })
  wait(2)
  expect((await memory.compact()).dropped).toEqual([])
  expect(await found(memory)).toEqual([])
  await memory.erase({ ids: [made.id] })
  expect((await memory.compact()).dropped).toContain(record.version)
})

test('what was made from a version that was moved falls with it where it is now, past its retention too', async () => {
  const { memory, wait } = await briefly()
  const { id } = await memory.add('the sky is green', { space: 'notes' })
  const { version } = await memory.update(id, { content: 'the sky is very green' })
  await memory.add('leaves are like apples', { derivedFrom: [version], space: 'notes' })
  await memory.rescope({ ids: [id] }, { space: 'other' })
  wait(2)
  await memory.compact()
  expect(await found(memory)).toEqual(['leaves are like apples'])
  await memory.retract(id, 'it is not so')
  expect(await found(memory)).toEqual([])
})
