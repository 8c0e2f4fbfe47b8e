import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { openMemory } from './index'
import { Turnstile } from './turnstile'

/** A pause after each so many calls that are let through. */
function stile(size: number) {
  const at = { asked: 0, turns: 0 }
  const stile = new Turnstile(() => {
    if (at.asked++ % size !== 0) return undefined
    return new Promise(resolve => setImmediate(() => resolve(void at.turns++)))
  })
  return { at, stile }
}

test('a few calls begin at once', () => {
  const { at, stile: few } = stile(10)
  expect(Array.from({ length: 64 }, () => few.enter()).every(turn => turn === undefined)).toBe(true)
  expect([at.asked, few.begun()]).toEqual([0, undefined])
})

test('of many the others begin in their order, some in each turn, and who comes meanwhile comes after them', async () => {
  const { at, stile: many } = stile(10)
  const begun: number[] = []
  const calls: Promise<void>[] = []
  const call = async (n: number) => {
    const turn = many.enter()
    if (turn) await turn
    begun.push(n)
    if (n === 100) calls.push(call(264))
  }
  for (let n = 0; n < 264; n++) calls.push(call(n))
  expect(begun.length).toBe(64)
  await many.begun()
  await Promise.all(calls)
  expect(begun).toEqual(Array.from({ length: 265 }, (_, n) => n))
  expect([at.turns, many.begun()]).toEqual([21, undefined])
})

test('a thousand records that are added at once stand in their order, and closing waits for them', async () => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  const texts = Array.from({ length: 1000 }, (_, n) => `record number ${n}, of which there is one: ${n ** 3}`)
  const adding = Promise.all(texts.map(text => memory.add(text)))
  const closing = memory.close()
  const added = await adding
  expect(added.map(({ content }) => content)).toEqual(texts)
  expect(added.map(({ id }) => Number(id.split('.').at(-1)))).toEqual(texts.map((_, n) => n))
  await closing
})

test('the loop has turns while three thousand records are added', async () => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  const beside: number[] = []
  let begun = 0
  const adding = Array.from({ length: 3000 }, async (_, n) => {
    await memory.add(`record number ${n}, of which there is one: ${n ** 3}`)
    begun++
  })
  const watch = () => {
    beside.push(begun)
    if (begun < 3000) setImmediate(watch)
  }
  setImmediate(watch)
  await Promise.all(adding)
  expect(beside.some(count => count > 0 && count < 2900)).toBe(true)
  await memory.close()
})
