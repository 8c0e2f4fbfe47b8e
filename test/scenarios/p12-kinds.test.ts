import type { Memory, MemoryRecord, RecordVersion } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { memoryOfTest as open, relayOfTest } from '../fixtures/memories'

const day = 86_400_000

/** A clock of the test's own, that stands still. */
function clockAt(time: string): { now(): number; pass(ms: number): void } {
  let ms = Date.parse(time)
  return {
    now: () => ms,
    pass: more => {
      ms += more
    },
  }
}

const states = async (memory: Memory, id: string) =>
  (await memory.history(id)).map(({ state, content }: RecordVersion) => [state, content])

test('P12 episodic: versions past their retention are dropped, the record and its id stay, and reads before say so', async () => {
  const { url } = await relayOfTest()
  const clock = clockAt('2026-01-01')
  const options = { relay: url, clock: clock.now, kinds: { episodic: { retention: '30d' } } } as const
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, options)))
  const first = await ada!.add('The lamp flickers', { consistency: 'relay' })
  const versions = [first.version]
  for (const content of ['The lamp is out', 'The lamp was mended', 'The lamp flickers again']) {
    clock.pass(10 * day)
    versions.push((await ada!.update(first.id, { content, consistency: 'relay' })).version)
  }
  await ada!.facts.assert('lamp/state', 'on', { consistency: 'relay' })
  await ada!.facts.assert('lamp/state', 'off', { consistency: 'relay' })
  expect((await ada!.compact()).dropped).toEqual([])

  clock.pass(25 * day)
  await expect.poll(async () => (await states(bob!, first.id)).length).toBe(4)
  expect((await bob!.compact({ dryRun: true })).dropped).toEqual(versions.slice(0, 2))
  expect((await ada!.compact()).dropped).toEqual(versions.slice(0, 2))
  await ada!.sync.flush('relay')
  const left = [
    ['compacted', ''],
    ['superseded', 'The lamp was mended'],
    ['current', 'The lamp flickers again'],
  ]
  for (const memory of [ada!, bob!]) {
    await expect.poll(() => states(memory, first.id)).toEqual(left)
    expect((await memory.get(first.id))?.content).toBe('The lamp flickers again')
    const gone = { code: 'beyond-retention' }
    for (const read of [
      () => memory.get(first.id, { asOf: '2026-01-15' }),
      () => memory.getAll({ asOf: '2026-01-15' }),
      () => memory.search('lamp', { asOf: '2026-01-15' }),
      () => memory.get(versions[1]!),
      () => memory.history(versions[1]!),
    ])
      await expect(read()).rejects.toMatchObject(gone)
    expect((await memory.get(first.id, { asOf: '2026-01-22' }))?.content).toBe('The lamp was mended')
    expect((await memory.facts.get('lamp/state', { asOf: '2026-02-01' }))?.value).toBe('off')
    expect(await memory.export('team')).not.toContain('The lamp is out')
  }
})

test('P12 what a plan or a disputed claim replaced is not dropped, and a rule of a space comes before the kind', async () => {
  const clock = clockAt('2026-01-01')
  const retention = [{ space: 'keep', keep: 'forever' }, { keep: '1d' }] as const
  const spaces = { notes: 'private', keep: 'private' } as const
  const memory = await open('ada', { clock: clock.now, retention, spaces })
  await memory.facts.assert('opens', 'nine')
  await memory.facts.assert('opens', 'ten', { validFrom: '2026-01-02', validTo: '2026-02-01' })
  const kept = await memory.add('first', { space: 'keep' })
  await memory.update(kept.id, { content: 'second' })
  clock.pass(10 * day)
  expect((await memory.facts.get('opens'))?.value).toBe('ten')
  expect((await memory.compact()).dropped).toEqual([])
  clock.pass(30 * day)
  // The holiday is over, and the usual hours are there again.
  expect((await memory.facts.get('opens'))?.value).toBe('nine')
  expect((await states(memory, kept.id)).map(([, content]) => content)).toEqual(['first', 'second'])
})

test('P12 each kind expires, ages and weighs as the table says; what is pinned neither expires nor ages', async () => {
  const clock = clockAt('2026-01-01')
  const kinds = { episodic: { expires: '60d', halfLife: '10d', sync: 'private' }, semantic: { weight: 0.5 } } as const
  const memory = await open('ada', { clock: clock.now, kinds })
  const text = 'The lamp in the hall is blue'
  const episode = await memory.add(text)
  const pinned = await memory.add(text, { pinned: true })
  const meaning = await memory.add(text, { kind: 'semantic' })
  expect([episode, pinned, meaning].map(({ space }) => space)).toEqual(['notes', 'notes', 'team'])
  expect(episode.expires).toEqual(new Date('2026-03-02'))
  clock.pass(20 * day)
  const parts = async ({ id }: MemoryRecord) => {
    const hit = (await memory.search('which lamp is blue?')).find(({ record }) => record.id === id)
    return Object.fromEntries((hit?.why.parts ?? []).map(({ name, value }) => [name, value]))
  }
  expect((await parts(episode)).decay).toBeCloseTo(-0.75 * 0.25)
  expect(await parts(pinned)).not.toHaveProperty('decay')
  expect(await parts(meaning)).toMatchObject({ kind: 0.5 })
  expect(await parts(meaning)).not.toHaveProperty('decay')
  clock.pass(50 * day)
  expect((await memory.getAll()).map(({ id }) => id).sort()).toEqual([pinned.id, meaning.id].sort())
  await expect(memory.update(pinned.id, { pinned: false })).rejects.toMatchObject({ code: 'invalid-input' })
  await memory.update(pinned.id, { pinned: false, expires: '1d' })
  clock.pass(2 * day)
  expect(await memory.get(pinned.id)).toBeUndefined()
})
