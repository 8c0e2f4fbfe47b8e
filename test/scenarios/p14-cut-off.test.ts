import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { memoryOfTest, relayOfTest } from '../fixtures/memories'

const spaces = { team: 'shared', orders: 'shared', notes: 'private' } as const
const countIn = async (memory: Memory, space: string) =>
  (await memory.getAll({ filter: { space }, scope: 'all' })).length
const stop = new Error('stop')

/** A signal that is aborted once so many are done, and what to pass to hear how many are. */
function stopAfter(count: number) {
  const controller = new AbortController()
  const told: { done: number; total: number }[] = []
  const onProgress = (progress: { done: number; total: number }) => {
    told.push(progress)
    if (progress.done >= count) controller.abort(stop)
  }
  return { signal: controller.signal, onProgress, told }
}

async function withOrders(count: number, options: { relay?: string } = {}) {
  const ada = await memoryOfTest('ada', { spaces, ...options })
  await Promise.all(Array.from({ length: count }, (_, n) => ada.add(`Order ${n} is packed`, { tags: ['orders'] })))
  return { ada, orders: { filter: { tags: 'orders' }, scope: 'all' } as const }
}

test('P14 an undo of a move that was called off is finished by calling it again, under the old ids', async () => {
  const { ada, orders } = await withOrders(450)
  const before = (await ada.getAll()).map(({ id }) => id).sort()
  const { token } = await ada.rescope(orders, { space: 'orders' })
  const { told, ...half } = stopAfter(200)
  await expect(ada.undo(token!, half)).rejects.toBe(stop)
  expect(told).toEqual([100, 200].map(done => ({ done, total: 450 })))
  expect([await countIn(ada, 'team'), await countIn(ada, 'orders')]).toEqual([200, 250])
  expect(await ada.undo(token!)).toMatchObject({ changed: { length: 250 }, refused: [] })
  expect((await ada.getAll()).map(({ id }) => id).sort()).toEqual(before)
  expect((await ada.getAll()).some(({ disputed }) => disputed)).toBe(false)
  // What is done after it is nothing to it.
  await ada.rescope(orders, { space: 'orders' })
  await expect(ada.undo(token!)).rejects.toMatchObject({ code: 'invalid-input', message: /was undone already/ })
  expect(await countIn(ada, 'orders')).toBe(450)
})

test('P14 an undo of names that was called off is finished, and leaves what was named so again since', async () => {
  const { ada, orders } = await withOrders(450)
  const { token } = await ada.rescope(orders, { app: 'shop' })
  const { told: _, ...half } = stopAfter(200)
  await expect(ada.undo(token!, half)).rejects.toBe(stop)
  const [first] = await ada.getAll({ filter: { tags: 'orders', not: { app: 'shop' } }, scope: 'all' })
  await ada.rescope(first!.id, { app: 'shop' })
  expect(await ada.undo(token!)).toMatchObject({ changed: { length: 250 }, refused: [] })
  expect((await ada.getAll({ filter: { app: 'shop' }, scope: 'all' })).map(({ id }) => id)).toEqual([first!.id])
})

test('P14 an undo that ended between the halves of a move writes nothing twice when it is called again', async () => {
  const { ada } = await withOrders(1)
  const [record] = await ada.getAll()
  const { token } = await ada.rescope(record!.id, { space: 'orders' })
  const inner = ada as unknown as { core: { pool: { get(name: string): { append(entries: unknown): unknown } } } }
  const orders = inner.core.pool.get('orders')
  const append = orders.append
  orders.append = () => {
    throw new Error('cut off')
  }
  await expect(ada.undo(token!)).rejects.toThrow('cut off')
  orders.append = append
  expect(await ada.undo(token!)).toMatchObject({ changed: { length: 1 }, refused: [] })
  expect(await ada.getAll()).toMatchObject([{ id: record!.id, space: 'team', disputed: false }])
})

test('P14 an undo closes nothing before the relay has it where it goes back to', async () => {
  const { ada } = await withOrders(1, { relay: (await relayOfTest()).url })
  const [record] = await ada.getAll()
  const { token } = await ada.rescope(record!.id, { space: 'orders' })
  ada.sync.pause()
  const controller = new AbortController()
  const undoing = expect(ada.undo(token!, { signal: controller.signal })).rejects.toBe(stop)
  await expect.poll(() => countIn(ada, 'team')).toBe(1)
  controller.abort(stop)
  await undoing
  expect(await countIn(ada, 'orders')).toBe(1)
  ada.sync.resume()
  await ada.undo(token!)
  expect(await ada.getAll()).toMatchObject([{ id: record!.id, space: 'team', disputed: false }])
})

test('P14 what a promotion said before its policy threw is in the audit, is taken back, and that is in the audit too', async () => {
  const ada = await memoryOfTest('ada', { spaces })
  for (const n of [1, 2, 3, 4]) await ada.add(`note ${n}`, { space: 'notes' })
  const policy = ({ content }: { content: string }) => {
    if (content === 'note 3') throw stop
    return true
  }
  await expect(ada.promote({ filter: { space: 'notes' } }, { to: 'team', policy })).rejects.toBe(stop)
  expect(await countIn(ada, 'team')).toBe(3)
  const [promotion] = await ada.rescopings()
  expect(promotion?.changes).toMatchObject([
    { space: 'notes', did: 'shared', records: 3 },
    { space: 'team', did: 'promoted', records: 3 },
  ])
  expect((await ada.undo(promotion!.token, { reason: 'too early' })).changed).toHaveLength(3)
  expect(await countIn(ada, 'team')).toBe(0)
  expect(await ada.rescopings()).toMatchObject([
    { undone: true },
    { undoes: promotion!.token, reason: 'too early', changes: [{ space: 'team', did: 'withdrawn', records: 3 }] },
  ])
  await expect(ada.undo(promotion!.token)).rejects.toMatchObject({
    code: 'invalid-input',
    message: /was undone already/,
  })
})

test('P14 what an earlier move that was cut off had written is taken back by an undo of the one that finished it', async () => {
  const { ada } = await withOrders(3)
  const before = (await ada.getAll()).map(({ id }) => id).sort()
  const inner = ada as unknown as { core: { pool: { get(name: string): { append(entries: unknown): unknown } } } }
  const team = inner.core.pool.get('team')
  const append = team.append
  team.append = () => {
    throw new Error('cut off')
  }
  await expect(ada.rescope({ ids: before.slice(0, 2) }, { space: 'orders' })).rejects.toThrow('cut off')
  team.append = append
  const { token, changed } = await ada.rescope({ filter: { space: 'team' } }, { space: 'orders' })
  expect([changed.length, await countIn(ada, 'orders')]).toEqual([3, 3])
  expect(await ada.undo(token!)).toMatchObject({ changed: { length: 3 }, refused: [] })
  expect((await ada.getAll()).map(({ id }) => id).sort()).toEqual(before)
})

test('P14 an undo that does not see where the records went says so, and undoes nothing', async () => {
  const { url } = await relayOfTest()
  const { ada } = await withOrders(1, { relay: url })
  await ada.add('a doubt', { space: 'notes' })
  const { token } = await ada.rescope({ filter: { tags: 'orders' } }, { space: 'orders' })
  const kept = await ada.rescope({ filter: { space: 'orders' } }, { space: 'notes' })
  await ada.sync.flush('relay')
  const eve = await memoryOfTest('eve', { spaces: { team: 'shared' }, relay: url, curators: ['eve'] })
  await expect.poll(async () => (await eve.rescopings()).length).toBe(1)
  const unseen = { code: 'unknown-space', message: expect.stringContaining('space "orders" is not seen here') }
  await expect(eve.undo(token!)).rejects.toMatchObject(unseen)
  await eve.spaces.open('orders')
  await expect.poll(async () => (await eve.rescopings()).length).toBe(2)
  await expect(eve.undo(kept.token!)).rejects.toMatchObject({ message: /a private space is not seen here/ })
  expect((await eve.rescopings()).map(({ undone }) => undone)).toEqual([false, false])
})

test('P14 what an undo leaves as it is has the id that the rescoping or promotion gave it', async () => {
  const { ada } = await withOrders(2)
  const [named, moved] = await ada.getAll()
  const note = await ada.add('a note', { space: 'notes' })
  for (const done of [
    await ada.rescope(named!.id, { app: 'shop' }),
    await ada.rescope(moved!.id, { space: 'orders' }),
    await ada.promote(note.id, { to: 'team' }),
  ]) {
    const id = done.changed[0]!.to!
    await ada.retract(id, 'gone')
    expect(await ada.undo(done.token!)).toMatchObject({ changed: [], refused: [{ id, reason: 'retracted' }] })
  }
})

test('P14 a promotion says no version twice: one that was called off is finished by calling it again', async () => {
  const ada = await memoryOfTest('ada', { spaces })
  for (let n = 0; n < 250; n++) await ada.add(`note ${n}`, { space: 'notes', tags: ['n'] })
  await ada.facts.assert('order/1/status', 'packed', { space: 'notes', tags: ['n'] })
  const notes = { filter: { space: 'notes', tags: 'n' } } as const
  const { told: _, ...half } = stopAfter(100)
  await expect(ada.promote(notes, { to: 'team', ...half })).rejects.toBe(stop)
  expect(await countIn(ada, 'team')).toBe(100)
  expect(await ada.promote(notes, { to: 'team', dryRun: true })).toMatchObject({ changed: { length: 151 } })
  const rest = await ada.promote(notes, { to: 'team' })
  expect(rest).toMatchObject({ changed: { length: 151 }, unchanged: 100, refused: [] })
  expect(await countIn(ada, 'team')).toBe(251)
  const nothing = { changed: [], unchanged: 251, refused: [] }
  expect(await ada.promote(notes, { to: 'team' })).toEqual({ ...nothing, unverified: [] })
  // What rests on a note is no copy of it, another space has none, and what was taken back may be said anew, as may a new version.
  expect(await ada.promote(notes, { to: 'orders' })).toMatchObject({ changed: { length: 251 } })
  expect(await ada.undo(rest.token!)).toMatchObject({ changed: { length: 151 } })
  const [note] = await ada.getAll({ filter: { ...notes.filter, not: { key: 'order/1/status' } }, limit: 1 })
  await ada.add('about a note', { derivedFrom: [note!.id] })
  await ada.update(note!.id, { content: 'a note that was changed' })
  const anew = await ada.promote(notes, { to: 'team' })
  expect(anew.changed.length + anew.unchanged).toBe(251)
  expect(anew.unchanged).toBeGreaterThanOrEqual(99)
  expect(anew.unchanged).toBeLessThanOrEqual(100)
})
