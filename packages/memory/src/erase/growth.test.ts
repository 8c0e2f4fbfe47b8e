import { expect, test } from 'vitest'
import type { Core } from '../core'
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
