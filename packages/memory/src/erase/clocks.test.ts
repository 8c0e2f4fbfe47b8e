import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const hours = 3_600_000

test('a fact is asserted anew by who has seen it erased, however slow the clock, after a restart too', async () => {
  const relay = await relayUrl()
  const [curators, storage] = [['ada'], memoryStorage()]
  const slow = { relay, curators, clock: () => Date.now() - 4 * hours }
  const ada = await open('ada', { relay, curators })
  const bob = await open('bob', { ...slow, storage })
  const valueFor = async (memory: typeof bob) => (await memory.facts.get('city'))?.value
  const erased = async () => {
    await ada.erase({ ids: [(await ada.facts.get('city'))!.record.id] })
    await expect.poll(() => valueFor(bob)).toBeUndefined()
  }
  await ada.facts.assert('city', 'Rome', { consistency: 'relay' })
  await expect.poll(() => valueFor(bob)).toBe('Rome')
  await erased()
  await bob.facts.assert('city', 'Oslo', { consistency: 'relay' })
  expect(await valueFor(bob)).toBe('Oslo')
  await expect.poll(() => valueFor(ada)).toBe('Oslo')
  await erased()
  await bob.close()
  const again = await open('bob', { ...slow, storage: memoryStorage({ from: storage.disk }) })
  await again.facts.assert('city', 'Lima', { consistency: 'relay' })
  expect(await valueFor(again)).toBe('Lima')
  await expect.poll(() => valueFor(ada)).toBe('Lima')
})
