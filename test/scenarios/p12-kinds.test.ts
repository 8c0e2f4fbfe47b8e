import type { Memory, MemoryRecord, RecordVersion } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { bytesIn, folderOfTest } from '../fixtures/folders'
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

test('P12 working: others see what is shown while both are there; no byte of it is on a disk, with the relay, or in a search', async () => {
  const [data, disk] = await Promise.all([folderOfTest(), folderOfTest()])
  const relay = await startRelay({ data, insecure: true })
  const [ada, bob] = await Promise.all([
    open('ada', { relay: relay.url, storage: disk }),
    open('bob', { relay: relay.url }),
  ])
  ada.working.set('plan', { step: 'SHOWNCANARY', of: [1, 2] }, { shown: true })
  ada.working.set('draft', 'HIDDENCANARY')
  await expect.poll(() => bob.working.of('ada')).toEqual({ plan: { step: 'SHOWNCANARY', of: [1, 2] } })
  ada.working.set('plan', 'SHOWNCANARY again', { shown: true })
  await expect.poll(() => bob.working.of('ada')).toEqual({ plan: 'SHOWNCANARY again' })
  await ada.team.presence.show('busy')
  await expect
    .poll(() => bob.team.presence.peers.value[0])
    .toMatchObject({ state: 'busy', working: { plan: 'SHOWNCANARY again' } })
  expect([ada.working.get('draft'), ada.working.get('plan')]).toEqual(['HIDDENCANARY', 'SHOWNCANARY again'])
  expect(await ada.search('SHOWNCANARY HIDDENCANARY')).toEqual([])
  expect(await bob.getAll({ scope: 'all' })).toEqual([])
  await expect(ada.add('HIDDENCANARY', { kind: 'working' as never })).rejects.toMatchObject({ code: 'invalid-input' })

  await ada.add('KEEPSAKE', { consistency: 'relay' })
  ada.working.clear('plan')
  await expect.poll(() => bob.working.of('ada')).toEqual({})
  expect(ada.working.list().map(({ key }) => key)).toEqual(['draft'])
  await ada.close()
  await relay.close()
  const [onDisk, withRelay] = await Promise.all([bytesIn(disk), bytesIn(data)])
  for (const bytes of [onDisk, withRelay]) {
    expect(bytes).toContain('KEEPSAKE')
    expect(bytes).not.toContain('CANARY')
  }
  const again = await open('ada', { storage: disk })
  expect(again.working.list()).toEqual([])
})

test('P12 working: what is held has an end, a measure, and is a copy', async () => {
  const clock = clockAt('2026-01-01')
  const memory = await open('ada', { clock: clock.now })
  const plan = { steps: ['look'] }
  memory.working.set('plan', plan, { expires: '10m' })
  plan.steps.push('leap')
  expect(memory.working.get('plan')).toEqual({ steps: ['look'] })
  expect(() => memory.working.set('plan', 'x'.repeat(5_000), { shown: true })).toThrow(/5\d{3} bytes/)
  expect(() => memory.working.set('cycle', (() => {}) as never)).toThrow(/cannot hold/)
  expect(memory.working.get('plan')).toEqual({ steps: ['look'] })
  clock.pass(600_000)
  expect(memory.working.get('plan')).toBeUndefined()
  for (let at = 0; at < 1_000; at++) memory.working.set(`${at}`, at)
  expect(() => memory.working.set('one more', 0)).toThrow(/1000 things/)
})

test('P12 procedural: defined once, found by what it is for, called by name where its code is, each version kept', async () => {
  const { url } = await relayOfTest()
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, { relay: url })))
  const refund = {
    description: 'Pay a customer back for an order',
    input: { type: 'object', properties: { order: { type: 'integer', minimum: 1 } }, required: ['order'] },
    steps: ['look the order up', 'pay it back', 'tell the customer'],
    consistency: 'relay' as const,
  }
  const first = await ada!.procedures.define('refund', refund)
  expect(await ada!.procedures.define('refund', refund)).toEqual(first)
  await expect.poll(async () => (await bob!.procedures.list()).map(({ name }) => name)).toEqual(['refund'])
  const [hit] = await bob!.search('how do I pay a customer back?')
  expect(hit?.record).toMatchObject({ kind: 'procedural', key: 'procedure/refund' })

  const call = (order: unknown) => bob!.procedures.call('refund', { order })
  await expect(call(7)).rejects.toMatchObject({ code: 'not-implemented' })
  const stop = bob!.procedures.implement<{ order: number }, string>('refund', ({ order }, { procedure }) => {
    if (order === 13) throw new Error('no')
    return `${order} by ${procedure.version}`
  })
  expect(await call(7)).toBe('7 by 1')
  await expect(call('seven')).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('#/order'),
  })
  await expect(call(13)).rejects.toThrow('no')

  const steps = [...refund.steps.slice(0, 2), 'tell the customer and the shop']
  const second = await bob!.procedures.define('refund', { ...refund, steps })
  expect(second).toMatchObject({ version: 2, author: { agent: 'bob' }, settled: true })
  bob!.procedures.implement('refund', () => 'as of old', { version: 1 })
  expect([await call(7), await bob!.procedures.call('refund', { order: 7 }, { version: 1 })]).toEqual([
    '7 by 2',
    'as of old',
  ])
  stop()
  await expect(call(7)).rejects.toMatchObject({ code: 'not-implemented' })
  await expect.poll(async () => (await ada!.procedures.get('refund'))?.version).toBe(2)
  expect((await ada!.procedures.get('refund', { version: 1 }))?.steps).toEqual(refund.steps)
  expect((await ada!.procedures.history('refund')).map(({ id, version }) => [id, version])).toEqual([
    [first.id, 1],
    [second.id, 2],
  ])
  await expect(bob!.procedures.call('payout')).rejects.toMatchObject({ code: 'unknown-record' })
})

test('P12 semantic: what is so is a fact, or a record that outlives and outranks the episodes it came from', async () => {
  const clock = clockAt('2026-01-01')
  const memory = await open('ada', { clock: clock.now, kinds: { episodic: { expires: '30d' } } })
  const episode = await memory.add('The lamp in the hall is often out')
  const meaning = await memory.add('The lamp in the hall is often out', { kind: 'semantic', derivedFrom: [episode.id] })
  const fact = await memory.facts.assert('shop/door', 'locked')
  expect([episode.kind, meaning.kind, fact.record.kind]).toEqual(['episodic', 'semantic', 'semantic'])
  expect((await memory.search('is the lamp in the hall out?'))[0]?.record.id).toBe(meaning.id)
  clock.pass(40 * day)
  expect((await memory.getAll()).map(({ kind }) => kind)).toEqual(['semantic', 'semantic'])
})

test('P12 retention is the agents’ and reaches the relay: what they drop of a kind leaves its log, what they keep stays', async () => {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true })
  onTestFinished(() => relay.close())
  const clock = clockAt('2026-01-01')
  const kinds = { episodic: { retention: '30d' } } as const
  const ada = await open('ada', { relay: relay.url, clock: clock.now, kinds })
  for (const kind of ['episodic', 'semantic'] as const) {
    const { id } = await ada.add(`first ${kind}`, { kind, consistency: 'relay' })
    await ada.update(id, { content: `second ${kind}`, consistency: 'relay' })
  }
  clock.pass(31 * day)
  const log = async () => {
    await relay.compactRoom({ tenant: 'default', space: 'team', segment: 0 })
    let text = ''
    for await (const { value } of data.range(new Uint8Array([0]), new Uint8Array([255])))
      text += Buffer.from(value).toString('latin1')
    return ['first episodic', 'second episodic', 'first semantic', 'second semantic'].filter(each =>
      text.includes(each),
    )
  }
  expect(await log()).toHaveLength(4)
  expect((await ada.compact()).dropped).toHaveLength(1)
  await ada.sync.flush('relay')
  expect(await log()).toEqual(['second episodic', 'first semantic', 'second semantic'])
})

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
