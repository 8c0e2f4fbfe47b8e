import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from '../core'
import { EntryIndex } from '../model'
import { open } from '../open.fixture'

test('an erasure looks at as many entries after seventy others as at first', async () => {
  const memory = await open('ada')
  const { core } = memory as unknown as { core: Core }
  const ids: string[] = []
  for (let i = 0; i < 100; i++) ids.push((await memory.add(`note ${i}`)).id)
  const space = core.pool.loaded()[0]!
  const { index } = space
  const entriesOf = index.entriesOf.bind(index)
  let looks = 0
  index.entriesOf = key => {
    looks++
    return entriesOf(key)
  }
  const looksOfEight = async () => {
    looks = 0
    for (let i = 0; i < 8; i++) await memory.erase({ ids: [ids.pop()!] })
    return looks
  }
  const early = await looksOfEight()
  for (let i = 0; i < 8; i++) await looksOfEight()
  // What is told of one may be looked at beside the next.
  expect(Math.abs((await looksOfEight()) - early)).toBeLessThan(8)
  expect(await memory.erasures()).toHaveLength(80)
  expect((await memory.getAll()).length).toBe(20)
})

test('a space that opens looks through its keys as often after forty erasures of facts as after four', async () => {
  const memory = await open('ada')
  const { core } = memory as unknown as { core: Core }
  const passes = vi.spyOn(EntryIndex.prototype, 'keys')
  onTestFinished(() => passes.mockRestore())
  const passesAfter = async (count: number) => {
    const space = `house-${count}`
    await memory.spaces.open(space, { visibility: 'private' })
    await memory.facts.assert('door', 'open', { space })
    for (let i = 0; i < count; i++) {
      const { record } = await memory.facts.assert(`lamp/${i}`, 'broken', { space })
      await memory.erase({ ids: [record.id] })
    }
    await core.pool.discard(space)
    passes.mockClear()
    await memory.spaces.open(space)
    expect((await memory.facts.list({ space })).map(({ key }) => key)).toEqual(['door'])
    await core.erasing.settle(core.pool.get(space)!)
    expect(core.erasures.of(core.pool.get(space)!).size).toBe(count)
    return passes.mock.calls.length
  }
  const early = await passesAfter(4)
  expect(early).toBeGreaterThan(0)
  expect(await passesAfter(40)).toBe(early)
})
