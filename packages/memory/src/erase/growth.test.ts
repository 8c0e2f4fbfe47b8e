import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from '../core'
import { EntryIndex } from '../model'
import { open } from '../open.fixture'

test('an erasure looks at as many entries after eighty others as after eight', async () => {
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
  const looksOfOne = async () => {
    looks = 0
    await memory.erase({ ids: [ids.pop()!] })
    return looks
  }
  for (let i = 0; i < 8; i++) await looksOfOne()
  const early = await looksOfOne()
  for (let i = 0; i < 72; i++) await looksOfOne()
  expect(await looksOfOne()).toBe(early)
  expect(await memory.erasures()).toHaveLength(82)
  expect((await memory.getAll()).length).toBe(18)
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
