import type { DependentsReport, Memory, MemoryRecord } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { memoryOfTest, relayOfTest, untilSeen } from '../fixtures/memories'

const contents = async (memory: Memory, filter?: object) =>
  (await memory.getAll({ scope: 'all', ...(filter && { filter: filter as never }) })).map(({ content }) => content)

const bad = 'the parcel weighs 90 tonnes'

test('P4 a chain of twelve agents in processes of their own: the bad detail of step 2 never reaches step 5', async () => {
  const { url } = await relayOfTest()
  const checkpoints = [{ kind: 'episodic', validators: 2 }] as const
  const step = (id: string) => remoteAgentOfTest({ agent: { id }, relay: url, checkpoints })
  const [validators, chain] = [
    await Promise.all([step('auditor-1'), step('auditor-2')]),
    await Promise.all(Array.from({ length: 4 }, (_, i) => step(`worker-${i + 1}`))),
  ]
  const found: string[][] = []
  let from: string[] = []
  for (let at = 1; at <= 12; at++) {
    const worker = chain[(at - 1) % chain.length]!
    // Each step reads what the team holds, without asking for more, and builds on all it finds.
    const read = async () => await worker.call<MemoryRecord[]>('getAll', { scope: 'all' })
    await expect
      .poll(async () => (await read()).map(({ id }) => id).filter(id => from.includes(id)), { timeout: 60_000 })
      .toEqual(from)
    const records = await read()
    found.push(records.map(({ content }) => content))
    const content = at === 2 ? bad : `step ${at} builds on: ${records.map(({ content: each }) => each).join('; ')}`
    const derivedFrom = records.slice(-1).map(({ id }) => id)
    const made = await worker.call<MemoryRecord>('add', content, { derivedFrom, consistency: 'relay' })
    expect(made).toMatchObject({ status: 'proposed', quarantined: true })
    for (const [n, validator] of validators.entries()) {
      const waiting = () =>
        validator.call<MemoryRecord[]>('getAll', { scope: 'all', filter: { status: ['proposed', 'refuted'] } })
      const seen = async () => (await waiting()).some(({ id }) => id === made.id)
      if (at !== 2 || n === 0) await expect.poll(seen, { timeout: 60_000 }).toBe(true)
      const verdict = content.includes('90 tonnes') ? 'refuted' : 'verified'
      await validator.call('validate', made.id, verdict, { consistency: 'relay' })
    }
    if (at !== 2) from = [made.id]
  }
  expect(found).toHaveLength(12)
  expect(found.flat().join()).not.toContain('90 tonnes')
  const last = await chain[0]!.call<MemoryRecord[]>('getAll', { scope: 'all', filter: { status: 'refuted' } })
  expect(last.map(({ content }) => content)).toEqual([bad])
}, 180_000)

test('P4 a late refutation closes every descendant on every replica, and leaves what something else holds up', async () => {
  const { url } = await relayOfTest()
  const [author, builder, reviewer] = await Promise.all(
    ['author', 'builder', 'reviewer'].map(id => memoryOfTest(id, { relay: url })),
  )
  const source = await author!.add('The old module is deprecated', { consistency: 'relay' })
  const other = await author!.add('The new module is faster', { consistency: 'relay' })
  await untilSeen(builder!, async () => (await contents(builder!)).length === 2)
  let last = source
  for (let at = 1; at <= 12; at++) last = await builder!.add(`conclusion ${at}`, { derivedFrom: [last.id] })
  const held = await builder!.add('use the new module', { derivedFrom: [last.id, other.id] })
  await builder!.facts.assert('module/old', 'deprecated', { evidence: [last.id], consistency: 'relay' })
  await untilSeen(reviewer!, async () => (await contents(reviewer!)).length === 16)

  await reviewer!.validate(source.id, 'refuted', { reason: 'it is the other one', consistency: 'relay' })
  const left = ['The new module is faster', 'use the new module']
  for (const memory of [author!, builder!, reviewer!]) {
    await untilSeen(memory, async () => (await contents(memory)).length === 2)
    expect(await contents(memory)).toEqual(left)
    expect(await memory.search('conclusion deprecated')).toEqual([])
    expect(await memory.facts.get('module/old')).toBeUndefined()
    expect(await memory.get(source.id)).toBeUndefined()
    expect(await contents(memory, { status: 'refuted' })).toEqual(['The old module is deprecated'])
  }
  const report = await author!.dependents(source.id)
  expect(report.agents).toEqual([{ agent: 'builder', count: 14 }])
  expect(report.dependents.filter(({ standing }) => standing === 'open').map(({ id }) => id)).toEqual([held.id])
  expect((await author!.get(held.id))?.supports.map(({ standing }) => standing)).toEqual(['closed', 'open'])

  // The reviewer was wrong, and says so: everything stands again.
  await reviewer!.validate(source.id, 'verified', { consistency: 'relay' })
  for (const memory of [author!, builder!, reviewer!]) {
    await untilSeen(memory, async () => (await contents(memory)).length === 16)
    expect((await memory.facts.get('module/old'))?.value).toBe('deprecated')
  }
})

test('P4 a retraction is one entry; what it uncovers, closes and leaves is worked out on each replica, offline too', async () => {
  const { url } = await relayOfTest()
  const [author, builder] = await Promise.all(['author', 'builder'].map(id => memoryOfTest(id, { relay: url })))
  const scan = await author!.add('Scan says shipped', { consistency: 'relay' })
  await author!.facts.assert('order/42/status', 'packed', { consistency: 'relay' })
  await untilSeen(builder!, async () => (await builder!.facts.get('order/42/status')) !== undefined)
  await builder!.facts.assert('order/42/status', 'shipped', { evidence: [scan.id], consistency: 'relay' })
  await untilSeen(author!, async () => (await author!.facts.get('order/42/status'))?.value === 'shipped')
  builder!.sync.pause()
  await author!.retract(scan.id, 'the scanner was broken')
  expect((await author!.facts.get('order/42/status'))?.value).toBe('packed')
  await author!.sync.flush('relay')
  expect((await builder!.facts.get('order/42/status'))?.value).toBe('shipped')
  builder!.sync.resume()
  await untilSeen(builder!, async () => (await builder!.facts.get('order/42/status'))?.value === 'packed')
  const history = await builder!.history((await builder!.facts.get('order/42/status'))?.record.id ?? '')
  expect(history.map(({ state, value }) => [state, value])).toEqual([
    ['current', 'packed'],
    ['closed', 'shipped'],
  ])
})

test('P4 under a checkpoint nobody verifies himself, one of two validators is not enough, and the old value stands till then', async () => {
  const { url } = await relayOfTest()
  const checkpoints = [{ space: 'team', kind: 'semantic', validators: 2, among: ['ann', 'ben', 'author'] }] as const
  const [author, ann, ben, stranger] = await Promise.all(
    ['author', 'ann', 'ben', 'stranger'].map(id => memoryOfTest(id, { relay: url, checkpoints })),
  )
  const value = async (memory: Memory) => (await memory.facts.get('order/42/status'))?.value
  const first = await author!.facts.assert('order/42/status', 'packed', { consistency: 'relay' })
  expect(await value(author!)).toBeUndefined()
  await expect(author!.validate(first.chosen!.id, 'verified')).rejects.toMatchObject({ code: 'forbidden' })
  for (const memory of [ann!, ben!, stranger!])
    await untilSeen(memory, async () => (await contents(memory, { status: 'proposed' })).length === 1)
  await expect(stranger!.validate(first.chosen!.id, 'verified')).rejects.toMatchObject({ code: 'forbidden' })
  await ann!.validate(first.chosen!.id, 'verified')
  expect(await value(ann!)).toBeUndefined()
  await ben!.validate(first.chosen!.id, 'verified')
  for (const memory of [author!, ann!, ben!]) await untilSeen(memory, async () => (await value(memory)) === 'packed')

  const next = await author!.facts.assert('order/42/status', 'shipped', { consistency: 'relay' })
  expect(next).toMatchObject({ value: 'packed', settled: true, waiting: [{ value: 'shipped', status: 'proposed' }] })
  await untilSeen(ann!, async () => (await ann!.facts.get('order/42/status'))?.waiting.length === 1)
  await untilSeen(ben!, async () => (await ben!.facts.get('order/42/status'))?.waiting.length === 1)
  await ann!.validate(next.waiting[0]!.id, 'verified')
  await ben!.validate(next.waiting[0]!.id, 'verified')
  await untilSeen(author!, async () => (await value(author!)) === 'shipped')
  expect((await author!.facts.get('order/42/status'))?.chosen).toMatchObject({
    status: 'verified',
    verifiedBy: ['ann', 'ben'],
  })
})

test('P4 trust is at most that of the weakest support; what another space holds is unknown until it is open', async () => {
  const memory = await memoryOfTest('ada')
  const note = await memory.add('private note', { space: 'notes' })
  const sure = await memory.add('a plain record')
  const derived = await memory.add('made from both', { derivedFrom: [note.id, sure.id, 'elsewhere.0.zz.4'] })
  expect(derived.trust).toBe('unknown')
  // What is private is named last, by a token.
  expect(derived.supports.map(({ standing }) => standing)).toEqual(['open', 'unknown', 'open'])
  const onSure = await memory.add('made from one', { derivedFrom: [sure.id] })
  const asked = await memory.add('who can confirm this?', { status: 'proposed', derivedFrom: [sure.id] })
  const further = await memory.add('on what is asked', { derivedFrom: [asked.id] })
  expect([onSure.trust, asked.trust, further.trust]).toEqual(['plain', 'proposed', 'proposed'])
})

test('P4 a derived record is no surer than the least sure of what it was made from', async () => {
  const memory = await memoryOfTest('ada')
  const rumour = await memory.add('The parcel may be in Porto', { confidence: 0.3 })
  const scan = await memory.facts.assert('parcel/7', 'Porto', { confidence: 0.8 })
  const derivedFrom = [rumour.id, scan.record.id]
  expect((await memory.add('The parcel is in Porto', { confidence: 0.95, derivedFrom })).confidence).toBe(0.3)
  expect(
    (await memory.facts.assert('parcel/8', 1, { confidence: 0.9, evidence: [scan.record.id] })).record.confidence,
  ).toBe(0.8)
  expect((await memory.add('Perhaps', { confidence: 0.1, derivedFrom })).confidence).toBe(0.1)
  expect((await memory.add('Who knows', { derivedFrom })).confidence).toBeUndefined()
})

test('P4 a correction does not bring back what was made from the version that was refuted', async () => {
  const { url } = await relayOfTest()
  const [author, builder, reviewer] = await Promise.all(
    ['author', 'builder', 'reviewer'].map(id => memoryOfTest(id, { relay: url })),
  )
  const price = await author!.add('The lamp costs 10', { consistency: 'relay' })
  await untilSeen(builder!, async () => (await contents(builder!)).length === 1)
  await builder!.add('Two lamps cost 20', { derivedFrom: [price.id], consistency: 'relay' })
  await untilSeen(reviewer!, async () => (await contents(reviewer!)).length === 2)
  await reviewer!.validate(price.id, 'refuted', { consistency: 'relay' })
  await untilSeen(author!, async () => (await contents(author!)).length === 0)
  await author!.update(price.id, { content: 'The lamp costs 12', consistency: 'relay' })
  await untilSeen(builder!, async () => (await contents(builder!)).length > 0)
  expect(await contents(builder!)).toEqual(['The lamp costs 12'])
  await builder!.add('Two lamps cost 24', { derivedFrom: [price.id] })
  expect((await contents(builder!)).sort()).toEqual(['The lamp costs 12', 'Two lamps cost 24'])
})

test('P4 a chain of two thousand closes to its end, without recursion', async () => {
  const memory = await memoryOfTest('ada')
  const root = await memory.add('the root')
  const writes: Promise<MemoryRecord>[] = []
  let last = root.id
  for (let at = 0; at < 2_000; at++) {
    const made = memory.add(`link ${at}`, { derivedFrom: [last] })
    writes.push(made)
    last = (await made).id
  }
  await Promise.all(writes)
  await memory.retract(root.id, 'wrong')
  expect(await memory.getAll({ scope: 'all' })).toEqual([])
  const { dependents }: DependentsReport = await memory.dependents(root.id)
  expect([dependents.length, dependents.at(-1)?.steps]).toEqual([2_000, 2_000])
  expect(new Set(dependents.map(({ standing }) => standing))).toEqual(new Set(['closed']))
})

test('P4 what one agent wrote since a time is taken back: what stood before is back, the rest is closed with all built on it', async () => {
  const { url } = await relayOfTest()
  let now = Date.parse('2026-11-20')
  const options = { relay: url, curators: ['lead'], clock: () => now }
  const [writer, broken, lead] = await Promise.all(['writer', 'broken', 'lead'].map(id => memoryOfTest(id, options)))
  await writer!.facts.assert('order/42/status', 'packed', { consistency: 'relay' })
  await untilSeen(broken!, async () => (await broken!.facts.get('order/42/status')) !== undefined)
  const kept = await broken!.add('a good note', { consistency: 'relay' })
  now = Date.parse('2026-11-21')
  const made = await broken!.add('nonsense', { consistency: 'relay' })
  await broken!.facts.assert('order/42/status', 'melted', { consistency: 'relay' })
  await untilSeen(writer!, async () => (await contents(writer!)).includes('nonsense'))
  await writer!.add('built on nonsense', { derivedFrom: [made.id], consistency: 'relay' })
  await untilSeen(lead!, async () => (await contents(lead!)).includes('built on nonsense'))
  await untilSeen(lead!, async () => (await lead!.facts.get('order/42/status'))?.value === 'melted')

  const asked = { agent: 'broken', since: '2026-11-21', reason: 'its tool was broken' }
  expect((await writer!.rollback({ ...asked, dryRun: true })).refused).toEqual([made.version])
  const plan = await lead!.rollback({ ...asked, dryRun: true })
  expect([plan.restored.length, plan.retracted, plan.refused]).toEqual([1, [made.version], []])
  expect(await contents(lead!)).toContain('nonsense')
  expect(await lead!.rollback(asked)).toEqual(plan)
  for (const memory of [writer!, broken!, lead!]) {
    await untilSeen(memory, async () => (await memory.facts.get('order/42/status'))?.value === 'packed')
    await untilSeen(memory, async () => !(await contents(memory)).join().includes('nonsense'))
    expect(await memory.get(kept.id)).toBeDefined()
  }
})

test('P4 recalled text that is stored again is no second witness: it falls with what it repeats, or is refused', async () => {
  const text = 'The warehouse in Hamburg closes at four on Fridays'
  const [memory, strict] = [await memoryOfTest('ada'), await memoryOfTest('bob', { gate: { recalled: 'refuse' } })]
  for (const each of [memory, strict]) {
    await each.add(text)
    await each.search('when does the warehouse close?')
  }
  const [source] = await memory.getAll()
  const echo = await memory.add(`I remember: ${text}.`)
  expect(echo).toMatchObject({ derivedFrom: [source?.id], source: { type: 'recall' } })
  await memory.retract(source?.id ?? '', 'it is Thursdays')
  expect(await memory.getAll()).toEqual([])
  await expect(strict.add(text.toUpperCase())).rejects.toMatchObject({ code: 'repeated' })
  expect((await strict.add('The warehouse in Kiel closes at noon')).derivedFrom).toEqual([])
})

test('P4 who looks again and again replaces the last finding alone: the tenth entry is no longer than the second', async () => {
  const { url } = await relayOfTest()
  const [author, checker] = await Promise.all(['author', 'checker'].map(id => memoryOfTest(id, { relay: url })))
  const { id } = await author!.add('The build is green', { consistency: 'relay' })
  await untilSeen(checker!, async () => (await checker!.get(id)) !== undefined)
  for (let at = 1; at <= 10; at++) await checker!.validate(id, at % 2 ? 'refuted' : 'verified')
  const document = await checker!.spaces.document('team')
  const entries = [...document.share.keys()].flatMap(name =>
    document.getArray<[string, number[], string]>(name).toArray(),
  )
  const findings = entries.filter(([key]) => key.startsWith('v/'))
  expect(findings.map(([, parents]) => parents.length)).toEqual([0, 2, 2, 2, 2, 2, 2, 2, 2, 2])
  expect((await checker!.get(id))?.status).toBe('verified')
})
