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

test('P15 an audit counts what may be noise, shows some of it, and no secret', async () => {
  let now = Date.parse('2025-01-01')
  const memory = await open('ada', { gate: false, clock: () => now })
  const first = await memory.add(lamp)
  await memory.add('Ada pays with 4111 1111 1111 1111', { pinned: true })
  await memory.add('a note for a week', { expires: '7d' })
  await memory.add('a plan of last year', { validTo: '2025-06-01' })
  await memory.add('made of what is elsewhere', { derivedFrom: ['elsewhere.0.zz.1'] })
  now = Date.parse('2026-11-20')
  await memory.search('which lamp flickers?')
  await memory.add(lamp)
  await memory.add(lamp.replace('kitchen', 'hall'))
  await memory.add('echo', { source: { type: 'recall' }, derivedFrom: [first.id] })
  await memory.add('x '.repeat(3_000))
  const told: number[] = []
  const before = await memory.export('team')
  const report = await memory.audit({ examples: 1, onProgress: ({ done }) => told.push(done) })
  const { records, junk, ...findings } = report
  expect(Object.fromEntries(Object.entries(findings).map(([name, { count }]) => [name, count]))).toEqual({
    duplicates: 1,
    nearDuplicates: 1,
    echoes: 1,
    neverRecalled: 3,
    expired: 1,
    stale: 3,
    unsupported: 1,
    secrets: 1,
    oversized: 1,
  })
  expect([records, junk]).toEqual([8, { count: 4, share: 4 / 9 }])
  expect(report.duplicates.examples[0]).toMatchObject({ content: lamp, because: `as ${first.id}` })
  expect(report.expired.examples[0]?.content).toBe('a note for a week')
  expect(report.secrets.examples[0]).toMatchObject({ content: 'Ada pays with [redacted card]', because: 'card' })
  expect(told.at(-1)).toBe(8)
  expect(await memory.export('team')).toBe(before)
  const abort = AbortSignal.abort(new Error('enough'))
  await expect(memory.audit({ signal: abort })).rejects.toThrow('enough')
  expect((await memory.audit({ filter: { kind: 'semantic' } })).records).toBe(0)
})

test('P15 an audit takes the number of an artifact for no card, and finds one that somebody wrote beside it', async () => {
  const memory = await open('ada', { gate: false })
  const artifact = { segment: 252110268054741, parts: 1, length: 5, digest: '0'.repeat(64), type: 'text/plain' }
  await memory.add('What the manual says', { metadata: { artifact } })
  expect((await memory.audit()).secrets.count).toBe(0)
  await memory.add('What the receipt says', { metadata: { artifact, paid: '4111 1111 1111 1111' } })
  expect((await memory.audit()).secrets.examples).toMatchObject([{ content: 'What the receipt says', because: 'card' }])
})

test('P15 several episodes become one semantic record that rests on them; they can be let go, and it stays', async () => {
  let now = Date.parse('2026-01-01')
  const memory = await open('ada', { clock: () => now })
  const told = [
    'The lamp in the hall flickers.',
    'The lamp in the hall flickers when the kettle is on. Dinner was at eight.',
    'Somebody mended the lamp in the hall.',
  ]
  const episodes = []
  for (const content of told) {
    episodes.push(await memory.add(content, { tags: ['repairs', `day ${now}`] }))
    now += 86_400_000
  }
  await memory.add('Order 42 left the warehouse')
  expect((await memory.consolidate()).episodes).toBe(0)
  now += 10 * 86_400_000
  const plan = await memory.consolidate({ dryRun: true })
  expect(plan.groups).toEqual([
    { content: expect.stringContaining('3 notes, 2026-01-01 to 2026-01-03:'), from: episodes.map(({ id }) => id) },
  ])
  expect(await all(memory)).toHaveLength(4)

  const { groups, expiring } = await memory.consolidate({ expires: '1d' })
  expect([groups[0]?.content, expiring]).toEqual([plan.groups[0]?.content, 3])
  const made = await memory.get(groups[0]!.id!)
  expect(made).toMatchObject({
    kind: 'semantic',
    tags: ['repairs'],
    source: { type: 'consolidation', name: 'extractive-1' },
  })
  expect(made?.derivedFrom).toEqual(episodes.map(({ version }) => version))
  expect((await memory.consolidate()).groups).toEqual([])
  now += 2 * 86_400_000
  expect(await all(memory)).toEqual(['Order 42 left the warehouse', made?.content])
})

test('P15 a summariser is a port: it is given the episodes, can be called off, and what it made falls with them', async () => {
  let now = Date.parse('2026-01-01')
  const memory = await open('ada', { clock: () => now })
  const episodes = []
  for (const day of ['Monday', 'Tuesday', 'Wednesday'])
    episodes.push(await memory.add(`The shop was closed on ${day} afternoon`))
  now += 30 * 86_400_000
  const controller = new AbortController()
  const summariser = {
    id: 'test',
    summarise: (given: readonly { content: string }[]) => {
      if (given.length === 3) controller.abort(new Error('enough'))
      return `closed ${given.length} times`
    },
  }
  await expect(memory.consolidate({ summariser, signal: controller.signal })).rejects.toThrow('enough')
  const { groups } = await memory.consolidate({ summariser })
  expect(groups.map(({ content }) => content)).toEqual(['closed 3 times'])
  expect(await memory.consolidate({ summariser })).toMatchObject({ groups: [], episodes: 0 })
  for (const { id } of episodes) await memory.retract(id, 'wrong shop')
  expect(await all(memory)).toEqual([])
  await expect(memory.consolidate({ summariser: {} as never })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('P15 what moves to another space does not tell there what it was like where it came from', async () => {
  const memory = await open('ada', { spaces: { one: 'shared', two: 'shared' } })
  const first = await memory.add(lamp)
  const near = await memory.add(lamp.replace('kitchen', 'hall'))
  expect(near.gate?.similarTo).toEqual([first.id])
  await memory.rescope({ ids: [near.id] }, { space: 'two' })
  const [moved] = await memory.getAll({ filter: { space: 'two' } })
  expect(moved?.content).toBe(near.content)
  expect(moved?.gate).toBeUndefined()
  expect(await memory.export('two')).not.toContain('similarTo')
})
