import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test, vi } from 'vitest'
import type { Core } from './core'
import { type Memory, openMemory } from './index'
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
  expect(Array.from({ length: 16 }, () => few.enter()).every(turn => turn === undefined)).toBe(true)
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
  expect(begun.length).toBe(16)
  await many.begun()
  await Promise.all(calls)
  expect(begun).toEqual(Array.from({ length: 265 }, (_, n) => n))
  expect([at.turns, many.begun()]).toEqual([25, undefined])
})

test('while those under way wait for what all wait for, the others wait in line; then they begin in turns', async () => {
  const { at, stile: many } = stile(10)
  let begun = 0
  let open = () => {}
  const common = new Promise<void>(resolve => {
    open = resolve
  })
  const calls = Array.from({ length: 200 }, async () => {
    const turn = many.enter()
    if (turn) await turn
    begun++
    await many.waitFor(common)
  })
  await expect.poll(() => begun).toBe(17)
  open()
  await Promise.all(calls)
  expect(at.turns).toBe(19)
})

test('what all wait for may fail: the others begin all the same', async () => {
  const { stile: many } = stile(10)
  const calls = Array.from({ length: 50 }, async () => {
    const turn = many.enter()
    if (turn) await turn
    await many.waitFor(Promise.reject(new Error('away')))
  })
  const outcomes = await Promise.allSettled(calls)
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
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

test('while the texts that new ones are compared with are read, few of a hundred adds are under way', async () => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  const { gate } = (memory as unknown as { core: Core }).core
  let open = () => {}
  const ready = new Promise<void>(resolve => {
    open = resolve
  })
  const building = vi.spyOn(gate, 'ready').mockReturnValue(ready)
  const added = Promise.all(Array.from({ length: 100 }, (_, n) => memory.add(`record number ${n}`)))
  await expect.poll(() => building.mock.calls.length).toBe(17)
  open()
  expect((await added).length).toBe(100)
  await memory.close()
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

test('who leaves when few are under way has the loop take its turn, and of many who leave together the last ones', () => {
  const { stile: few } = stile(1)
  for (let n = 0; n < 40; n++) void few.enter()
  const left = Array.from({ length: 40 }, () => few.leave() !== undefined)
  expect(left).toEqual(Array.from({ length: 40 }, (_, n) => n >= 24))
})

test.each<[string, number, (memory: Memory, id: string, n: number) => Promise<unknown>]>([
  ['updates', 1_000, (memory, id, n) => memory.update(id, { content: `version ${n}` })],
  ['reads', 20_000, (memory, id) => memory.get(id)],
])('the loop has turns while one call after the other is awaited: %s', async (_, most, call) => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  const { id } = await memory.add('version 0')
  // Loads what it takes.
  await call(memory, id, 0)
  let hadTurn = false
  setImmediate(() => {
    hadTurn = true
  })
  for (let n = 1; n < most && !hadTurn; n++) await call(memory, id, n)
  expect(hadTurn).toBe(true)
  await memory.close()
})
