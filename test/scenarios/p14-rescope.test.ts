import type { Memory, MemoryRecord } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { memoryOfTest, teamOfEachTest, untilSeen } from '../fixtures/memories'

const { open } = teamOfEachTest()
const spaces = { team: 'shared', orders: 'shared', notes: 'private' } as const
const contents = async (memory: Memory, space: string) =>
  (await memory.getAll({ filter: { space }, scope: 'all' })).map(({ content }) => content)
const shown = async (memory: Memory) =>
  (await memory.getAll({ scope: 'all' })).map(({ content, scope, space, time, tags, key, value }) => ({
    ...{ content, scope, space, time, tags, key, value },
  }))

test('P14 round trip of a scope: told first, changed for all, taken back, every side of a dispute a side', async () => {
  const [ada, bob] = [await open('ada', { spaces }), await open('bob', { spaces })]
  for (const n of [1, 2, 3]) await ada.add(`Order ${n} is packed`, { tags: ['orders'], run: 'monday' })
  ada.sync.pause()
  await ada.facts.assert('order/1/status', 'packed')
  await bob.facts.assert('order/1/status', 'shipped', { consistency: 'relay' })
  const other = await bob.add('Order 4 is lost', { tags: ['orders'], consistency: 'relay' })
  ada.sync.resume()
  await untilSeen(ada, async () => (await ada.facts.conflicts()).length === 1 && (await ada.getAll()).length === 5)
  const [before, entries] = [await shown(ada), await ada.export('team')]

  const choice = { filter: { or: [{ tags: 'orders' }, { key: 'order/1/status' }] }, scope: 'all' } as const
  const preview = await ada.rescope(choice, { app: 'shop', run: null }, { dryRun: true })
  expect(preview).toMatchObject({ unchanged: 0, refused: [{ reason: 'forbidden' }, { reason: 'forbidden' }] })
  expect(preview.refused.map(({ id }) => id)).toContain(other.id)
  expect(preview.token).toBeUndefined()
  expect(await ada.export('team')).toBe(entries)

  const progress: number[] = []
  const done = await ada.rescope(
    choice,
    { app: 'shop', run: null },
    {
      reason: 'the shop has its own app now',
      onProgress: ({ done: count }) => progress.push(count),
    },
  )
  expect(done.changed.map(({ from }) => from)).toEqual(preview.changed.map(({ from }) => from))
  expect(progress).toEqual([5])
  const packed = await ada.getAll({ scope: 'all', filter: { app: 'shop' } })
  expect(packed.map(({ content, scope }) => [content, scope])).toEqual(
    [1, 2, 3].map(n => [`Order ${n} is packed`, { agent: 'ada', app: 'shop' }]),
  )
  await ada.sync.flush('relay')
  await untilSeen(bob, async () => (await bob.getAll({ scope: 'all', filter: { app: 'shop' } })).length === 3)
  expect(await bob.rescopings()).toMatchObject([
    {
      token: done.token,
      by: { agent: 'ada' },
      reason: 'the shop has its own app now',
      changes: [{ space: 'team', did: 'rescoped', records: 3, scope: { app: 'shop', run: null } }],
      undone: false,
    },
  ])
  expect(await ada.rescope(choice, { app: 'shop', run: null })).toMatchObject({ changed: [], unchanged: 3 })

  // A later edit is kept, a later scope too; only what the rescoping did is taken back.
  await ada.update(packed[0]!.id, { content: 'Order 1 is packed twice' })
  const undone = await ada.undo(done.token!, { reason: 'it has not' })
  expect(undone).toMatchObject({ refused: [], changed: [{}, {}, {}] })
  const after = await shown(ada)
  const scopes = (all: typeof after) => all.map(({ scope, tags }) => JSON.stringify([scope, tags])).sort()
  expect(scopes(after)).toEqual(scopes(before))
  expect(after.map(({ content }) => content)).toContain('Order 1 is packed twice')
  expect(await ada.facts.get('order/1/status')).toMatchObject({ settled: false, sides: [{}, {}] })
  await expect(ada.undo(done.token!)).rejects.toMatchObject({ code: 'invalid-input' })
  expect((await ada.rescopings()).map(({ undone: was }) => was)).toEqual([true, false])
})

test('P14 a curator rescopes a disputed fact of others: both claims stay, with who made them', async () => {
  const options = { spaces, curators: ['lead'] }
  const [ada, bob, lead] = [await open('ada', options), await open('bob', options), await open('lead', options)]
  ada.sync.pause()
  await ada.facts.assert('order/1/status', 'packed')
  await bob.facts.assert('order/1/status', 'shipped', { consistency: 'relay' })
  ada.sync.resume()
  await untilSeen(lead, async () => (await lead.facts.conflicts()).length === 1)
  const { changed } = await lead.rescope({ filter: { key: 'order/1/status' } }, { space: 'orders' })
  expect(changed.length).toBe(1)
  const fact = await lead.facts.get('order/1/status', { space: 'orders' })
  expect(fact).toMatchObject({ settled: false, record: { origin: { author: { agent: 'bob' } } } })
  expect(fact?.sides.map(({ value }) => value)).toEqual(['packed', 'shipped'])
  expect(await lead.facts.get('order/1/status', { space: 'team' })).toBeUndefined()
})

test('P14 an undo of a merge moves no claim that did not come with it; what took the place of one that did goes back', async () => {
  const options = { spaces, curators: ['lead'] }
  const [ada, lead] = [await open('ada', options), await open('lead', options)]
  for (const key of ['order/1/status', 'order/2/status'])
    await ada.facts.assert(key, 'packed', { consistency: 'relay' })
  await untilSeen(lead, async () => (await lead.facts.list()).length === 2)
  await lead.facts.assert('order/1/status', 'shipped', { space: 'orders' })
  const { token } = await lead.rescope({ filter: { space: 'team' }, scope: 'all' }, { space: 'orders' })
  await lead.facts.assert('order/2/status', 'sent', { space: 'orders' })
  expect(await lead.undo(token!)).toMatchObject({
    changed: [{}],
    refused: [{ reason: 'changed', message: expect.stringContaining('resolve that first') }],
  })
  const values = (await lead.facts.list()).map(({ space, sides }) => [space, sides.map(({ value }) => value)])
  expect(values.sort()).toEqual([
    ['orders', ['packed', 'shipped']],
    ['team', ['sent']],
  ])
})

test('P14 an undo of names leaves the side of a dispute that was not renamed', async () => {
  const options = { spaces, curators: ['lead'] }
  const [ada, lead] = [await open('ada', options), await open('lead', options)]
  const order = await ada.add('Order 1 is packed', { consistency: 'relay' })
  await untilSeen(lead, async () => (await lead.get(order.id)) !== undefined)
  ada.sync.pause()
  const { token } = await ada.rescope(order.id, { app: 'shop' })
  await lead.update(order.id, { content: 'Order 1 has left', consistency: 'relay' })
  ada.sync.resume()
  await untilSeen(ada, async () => (await ada.get(order.id))?.disputed === true)
  expect(await ada.undo(token!)).toMatchObject({ changed: [{}], refused: [] })
  const states = (await ada.history(order.id)).filter(({ state }) => state === 'current').map(({ content }) => content)
  expect(states.sort()).toEqual(['Order 1 has left', 'Order 1 is packed'])
  expect(await ada.getAll({ filter: { app: 'shop' }, scope: 'all' })).toEqual([])
})

test('P14 split and merge of spaces: ids still resolve, what was built on them stands, and back again', async () => {
  const [ada, bob] = [await open('ada', { spaces }), await open('bob', { spaces })]
  const order = await ada.add('Order 1 is packed', { tags: ['orders'] })
  await ada.update(order.id, { content: 'Order 1 has left', consistency: 'relay' })
  await ada.add('The office opens at nine', { consistency: 'relay' })
  await untilSeen(bob, async () => (await bob.get(order.id))?.content === 'Order 1 has left')
  const built = await bob.add('Ada can be told', { derivedFrom: [order.id], consistency: 'relay' })
  await untilSeen(ada, async () => (await ada.get(built.id)) !== undefined)
  const before = await shown(ada)
  const from = (await bob.history(order.id)).at(-1)?.id

  const split = await ada.rescope({ filter: { tags: 'orders' } }, { space: 'orders' }, { reason: 'orders apart' })
  expect(split).toMatchObject({ changed: [{ from }], refused: [] })
  expect(await contents(ada, 'team')).toEqual(['The office opens at nine', 'Ada can be told'])
  expect(await contents(ada, 'orders')).toEqual(['Order 1 has left'])
  await untilSeen(bob, async () => (await contents(bob, 'orders')).length === 1)
  await untilSeen(bob, async () => (await contents(bob, 'team')).length === 2)
  // The ids that others hold: of the record, of its versions, in what was built on it.
  for (const memory of [ada, bob]) {
    const found = (await memory.get(order.id)) as MemoryRecord
    expect(found).toMatchObject({ space: 'orders', content: 'Order 1 has left', scope: order.scope })
    expect(found.origin).toMatchObject({ author: { agent: 'ada' } })
    expect(await memory.get(built.id)).toMatchObject({ supports: [{ standing: 'open' }], trust: 'plain' })
    expect((await memory.history(order.id)).map(({ content }) => content)).toEqual([
      ...['Order 1 is packed', 'Order 1 has left', '', 'Order 1 has left'],
    ])
    expect((await memory.dependents(order.id)).dependents.map(({ id }) => id)).toEqual([built.id])
  }
  // What was found wrong after the move reaches what was made before it.
  const late = await bob.add('told', { derivedFrom: [order.id] })
  expect(late.derivedFrom).toEqual([split.changed[0]?.to])

  const undone = await ada.undo(split.token!)
  expect(undone.refused).toEqual([])
  expect(await ada.get(order.id)).toMatchObject({ id: order.id, space: 'team', content: 'Order 1 has left' })
  // What Bob wrote meanwhile may have come.
  expect((await shown(ada)).filter(({ content }) => content !== late.content)).toEqual(before)
  expect((await ada.get(split.changed[0]!.to!))?.id).toBe(order.id)

  // Merge: all of one space into another, in the order it had.
  const merged = await ada.rescope({ filter: { space: 'team', author: 'ada' } }, { space: 'orders' })
  expect(merged.changed.length).toBe(2)
  expect(await contents(ada, 'orders')).toEqual(['Order 1 has left', 'The office opens at nine'])
  await ada.retract(order.id, 'it never left')
  await untilSeen(bob, async () => (await bob.get(built.id)) === undefined)
  expect((await bob.history(built.id))[0]?.state).toBe('closed')
})

test('P14 an edit that did not see the move stands where it was; moving again brings it over', async () => {
  const options = { spaces, curators: ['lead'] }
  const [ada, lead] = [await open('ada', options), await open('lead', options)]
  const order = await ada.add('Order 1 is packed', { consistency: 'relay' })
  await untilSeen(lead, async () => (await lead.get(order.id)) !== undefined)
  ada.sync.pause()
  await ada.update(order.id, { content: 'Order 1 has left' })
  await lead.rescope(order.id, { space: 'orders' })
  ada.sync.resume()
  await untilSeen(lead, async () => (await contents(lead, 'team')).includes('Order 1 has left'))
  expect(await lead.get(order.id)).toMatchObject({ content: 'Order 1 has left', space: 'team', disputed: true })
  expect(await contents(lead, 'orders')).toEqual(['Order 1 is packed'])
})

test('P14 a move that was cut off between its two halves is finished by moving again, not doubled', async () => {
  const ada = await memoryOfTest('ada', { spaces })
  const record = await ada.add('Order 1 is packed')
  const inner = ada as unknown as { core: { pool: { get(name: string): { append(entries: unknown): unknown } } } }
  const team = inner.core.pool.get('team')
  const append = team.append
  team.append = () => {
    throw new Error('cut off')
  }
  await expect(ada.rescope(record.id, { space: 'orders' })).rejects.toThrow('cut off')
  team.append = append
  expect(await ada.getAll()).toHaveLength(2)
  expect((await ada.rescope(record.id, { space: 'orders' })).changed).toHaveLength(1)
  expect(await contents(ada, 'orders')).toEqual(['Order 1 is packed'])
  expect(await contents(ada, 'team')).toEqual([])
})

test('P14 what may not be done is refused with its reason, and nothing is written', async () => {
  const ada = await memoryOfTest('ada', { spaces })
  const [note, record] = [await ada.add('a doubt', { space: 'notes' }), await ada.add('a record')]
  await expect(ada.rescope(note.id, { space: 'team' })).rejects.toMatchObject({ code: 'private' })
  await expect(ada.rescope(record.id, { space: 'nowhere' })).rejects.toMatchObject({ code: 'unknown-space' })
  await expect(ada.rescope(record.id, {})).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(ada.rescope({ filter: {} }, { app: 'x' })).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(ada.rescope('team.0.zz.1', { app: 'x' })).rejects.toMatchObject({ code: 'unknown-record' })
  await expect(ada.undo('no such token')).rejects.toMatchObject({ code: 'unknown-record' })
  await expect(ada.promote(record.id, { to: 'notes' })).rejects.toMatchObject({ code: 'private' })
  const reason = new Error('enough')
  const all = { filter: { space: ['team', 'notes'] } }
  await expect(ada.rescope(all, { app: 'x' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await ada.rescopings()).toEqual([])

  // To a private space and back: nothing of the private side is in the shared one.
  const kept = await ada.rescope(record.id, { space: 'notes' })
  expect(await ada.get(record.id)).toMatchObject({ space: 'notes', content: 'a record' })
  expect(await ada.export('team')).not.toContain('notes')
  await ada.update(record.id, { content: 'a record with a doubt' })
  expect(await ada.undo(kept.token!)).toMatchObject({ changed: [], refused: [{ reason: 'private' }] })
  await ada.update(record.id, { content: 'a record' })
  expect(await ada.undo(kept.token!)).toMatchObject({ changed: [{}], refused: [] })
  expect(await ada.get(record.id)).toMatchObject({ id: record.id, space: 'team' })
  expect(await ada.export('team')).not.toMatch(/notes|doubt/)
})
