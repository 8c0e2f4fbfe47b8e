import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Memory } from '../index'
import { open, relayUrl } from '../open.fixture'

const checkpoints = [{ space: 'team', validators: 1 }]
const found = async (memory: Memory) => (await memory.search('apples')).map(({ record }) => record.content)
const relayed = { consistency: 'relay' } as const

/** How what others were made from falls; and whether what was made from it stands before. */
const falls: readonly (readonly [string, (ada: Memory, bob: Memory, id: string) => Promise<unknown>])[] = [
  ['retracted', (ada, _, id) => ada.retract(id, 'it is not so', relayed)],
  ['refuted', (_, bob, id) => bob.validate(id, 'refuted', relayed)],
  [
    'retracted after it was changed',
    async (ada, _, id) => {
      await ada.update(id, { content: 'the sky is very green' })
      await ada.retract(id, 'it is not so', relayed)
    },
  ],
]

for (const [how, fall] of falls) {
  test(`what was made from what is ${how} and then erased does not come back, here, elsewhere, for who comes later, or after a restart`, async () => {
    const relay = await relayUrl()
    const storage = memoryStorage()
    const ada = await open('ada', { relay })
    const bob = await open('bob', { relay, storage, spaces: { team: 'shared', notes: 'private' } })
    const source = await ada.add('the sky is green', relayed)
    await expect.poll(() => bob.get(source.id)).toBeDefined()
    const near = await bob.add('leaves are like apples', { derivedFrom: [source.id], space: 'team', ...relayed })
    await bob.add('so roots are like apples', { derivedFrom: [near.id], space: 'team', ...relayed })
    await bob.add('and I like apples', { derivedFrom: [source.id], space: 'notes' })
    await expect.poll(() => found(ada)).toHaveLength(2)
    await fall(ada, bob, source.id)
    await expect.poll(() => found(bob)).toEqual([])
    await expect.poll(() => found(ada)).toEqual([])
    const { erased } = await ada.erase({ ids: [source.id] })
    expect(erased).toContain(source.version)
    await expect.poll(async () => (await bob.erasures())[0]?.confirmed.length).toBe(2)
    expect([await found(ada), await found(bob)]).toEqual([[], []])
    const eve = await open('eve', { relay })
    await eve.getAll({ maxStaleness: 0 })
    expect(await found(eve)).toEqual([])
    await bob.close()
    const again = await open('bob', {
      storage: memoryStorage({ from: storage.disk }),
      spaces: { team: 'shared', notes: 'private' },
    })
    expect(await found(again)).toEqual([])
  })
}

test('what was made from what stood when it was erased stands', async () => {
  const ada = await open('ada')
  const fact = await ada.facts.assert('sky', 'green')
  const wrong = await ada.add('leaves are like apples', { derivedFrom: [fact.record.version] })
  await ada.retract(fact.record.id, 'it is not so')
  const { record } = await ada.facts.assert('sky', 'blue')
  await ada.add('the sea is like blue apples', { derivedFrom: [record.version] })
  expect(await found(ada)).toEqual(['the sea is like blue apples'])
  await ada.erase({ ids: [record.id] })
  expect(await found(ada)).toEqual(['the sea is like blue apples'])
  expect(await ada.get(wrong.id)).toBeUndefined()
})

test('what was made from what still waits for validators when it is erased goes on waiting', async () => {
  const ada = await open('ada', { checkpoints, spaces: { team: 'shared', notes: 'private' } })
  const source = await ada.add('the sky is green', { space: 'team' })
  await ada.add('leaves are like apples', { derivedFrom: [source.id], space: 'notes' })
  expect(await found(ada)).toEqual([])
  await ada.erase({ ids: [source.id] })
  expect(await found(ada)).toEqual([])
})
