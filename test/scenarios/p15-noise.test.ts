import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { memoryOfTest as open, relayOfTest } from '../fixtures/memories'

const all = async (memory: Memory) => (await memory.getAll({ scope: 'all' })).map(({ content }) => content)
const lamp = 'The lamp in the kitchen flickers whenever somebody uses the kettle'

test('P15 a copy is counted, not stored; what says anything new is stored, and what says nearly the same is linked', async () => {
  const memory = await open('ada')
  const first = await memory.add(lamp)
  expect(first.gate).toBeUndefined()
  const [again, third] = await Promise.all([memory.add(lamp), memory.add(`  ${lamp}\n`)])
  expect([again?.id, third?.id]).toEqual([first.id, first.id])
  expect([again?.gate, third?.gate]).toEqual([{ repeated: 1 }, { repeated: 2 }])
  expect(await all(memory)).toEqual([lamp])

  const tagged = await memory.add(lamp, { tags: ['repairs'] })
  const meant = await memory.add(lamp, { kind: 'semantic' })
  const other = await memory.add(lamp.replace('kitchen', 'hall'))
  expect(new Set([first.id, tagged.id, meant.id, other.id]).size).toBe(4)
  expect(other.gate?.similarTo).toContain(first.id)
  expect((await memory.get(other.id))?.gate).toEqual(other.gate)
  // Another number or a negation makes another statement, however alike the rest.
  expect((await memory.add('Order 42 left the warehouse this morning')).gate).toBeUndefined()
  expect((await memory.add('Order 43 left the warehouse this morning')).gate).toBeUndefined()
})

test('P15 two agents that say the same are two witnesses; what was retracted can be said again', async () => {
  const { url } = await relayOfTest()
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, { relay: url })))
  const first = await ada!.add(lamp, { consistency: 'relay' })
  await expect.poll(() => all(bob!)).toEqual([lamp])
  const second = await bob!.add(lamp, { consistency: 'relay' })
  expect(second.id).not.toBe(first.id)
  expect(second.gate?.similarTo).toEqual([first.id])
  await ada!.retract(first.id, 'it was mended')
  expect((await ada!.add(lamp)).id).not.toBe(first.id)
})

test('P15 what was recalled and is written down again is an echo: neither stored nor counted', async () => {
  const { url } = await relayOfTest()
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, { relay: url })))
  const first = await ada!.add(lamp, { consistency: 'relay' })
  await expect.poll(() => all(bob!)).toEqual([lamp])
  for (let turn = 0; turn < 20; turn++) {
    const [hit] = await bob!.search('which lamp flickers?')
    expect((await bob!.add(hit!.record.content)).id).toBe(first.id)
  }
  expect(await all(bob!)).toEqual([lamp])
  expect((await bob!.add(lamp)).gate?.repeated).toBe(0)
})

test('P15 a secret gets nowhere: not to the relay, not to the disk, not into the error', async () => {
  const [card, token] = ['4111 1111 1111 1111', 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8']
  const memory = await open('ada')
  const writes = [
    () => memory.add(`Ada pays with ${card}`),
    () => memory.add('how to push', { metadata: { env: [{ token }] } }),
    () => memory.facts.assert('github/token', token),
    () => memory.runs.log('run-1', `I used ${token}`),
  ]
  for (const write of writes) {
    const error = await write().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'secret' })
    expect(JSON.stringify(error) + String(error)).not.toContain(token)
  }
  const kept = await memory.add('Ada pays by card')
  await expect(memory.update(kept.id, { content: `Ada pays with ${card}` })).rejects.toMatchObject({ code: 'secret' })
  expect(await memory.export('team')).not.toContain(card)

  const lenient = await open('bob', { gate: { secrets: { card: 'redact', token: 'keep' } } })
  const redacted = await lenient.add(`Ada pays with ${card}, push with ${token}`)
  expect(redacted.content).toBe(`Ada pays with [redacted card], push with ${token}`)
  expect(redacted.gate).toEqual({ redacted: ['card'] })
  expect((await (await open('cleo', { gate: false })).add(card)).content).toBe(card)
})

test('P15 a gate can be narrower: sizes, rates and copies are refused by name, and nothing is written', async () => {
  let now = Date.parse('2026-11-20')
  const gate = { bytes: 100, rate: { writes: 3, per: '1m' }, duplicates: 'refuse' } as const
  const memory = await open('ada', { gate, clock: () => now })
  await expect(memory.add('x'.repeat(101))).rejects.toMatchObject({ code: 'content-too-large' })
  await memory.add(lamp)
  await expect(memory.add(lamp)).rejects.toMatchObject({ code: 'repeated' })
  await expect(memory.add('one more')).rejects.toMatchObject({ code: 'rate-limited' })
  now += 20_000
  await memory.add('one more')
  expect(await all(memory)).toEqual([lamp, 'one more'])
})

test('P15 what is said again stays young, and others hear of it once a day at most', async () => {
  const { url } = await relayOfTest()
  let now = Date.parse('2026-01-01')
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, { relay: url, clock: () => now })))
  const decay = async (memory: Memory) => {
    const [hit] = await memory.search('which lamp flickers?')
    return hit?.why.parts.find(({ name }) => name === 'decay')?.value ?? 0
  }
  await ada!.add(lamp, { consistency: 'relay' })
  await expect.poll(() => all(bob!)).toEqual([lamp])
  now += 90 * 86_400_000
  expect(await decay(bob!)).toBeCloseTo(-0.125)
  await ada!.add(lamp)
  await expect.poll(() => decay(bob!)).toBe(0)
  const lines = async () => (await ada!.export('team')).trim().split('\n').length
  const before = await lines()
  for (let at = 0; at < 10; at++) await ada!.add(lamp)
  expect(await lines()).toBe(before)
  now += 86_400_000
  await ada!.add(lamp)
  expect(await lines()).toBe(before + 1)
})
