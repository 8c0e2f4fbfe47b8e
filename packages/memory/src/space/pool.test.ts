import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Connection, Timers } from '../sync'
import { createConnection } from '../sync/connection'
import { Catalog } from './catalog'
import { type PoolOptions, SpacePool } from './pool'

/** Timers that fire when the test says so. */
function manualTimers(): Timers & { fireAll(): void; readonly count: number } {
  const waiting = new Map<number, () => void>()
  let next = 0
  return {
    set(_, callback) {
      waiting.set(++next, callback)
      return next
    },
    clear: handle => void waiting.delete(handle as number),
    fireAll() {
      for (const [handle, callback] of [...waiting]) if (waiting.delete(handle)) callback()
    },
    get count() {
      return waiting.size
    },
  }
}

async function createPool(connection?: Connection, pause?: PoolOptions['pause']) {
  const timers = manualTimers()
  const storage = memoryStorage()
  const events: string[] = []
  let ids = 1000
  const catalog = await Catalog.open(storage, 1)
  const pool = new SpacePool({
    catalog,
    storage,
    ...(pause && { pause }),
    tenant: 'default',
    agent: { agent: 'support', user: '' },
    connection,
    timers,
    now: () => 0,
    randomClientId: () => ++ids,
    randomName: () => 'f00d',
    idleMs: 1000,
    onChange: () => {},
    onOpen: async space => void events.push(`open ${space.name}`),
    onClose: space => void events.push(`close ${space.name}`),
  })
  return { pool, catalog, timers, events }
}

test('a space that is opened twice at once loads once', async () => {
  const { pool, events } = await createPool()
  const [one, other] = await Promise.all([pool.acquire('team', 'shared'), pool.acquire('team', 'shared')])
  expect(one).toBe(other)
  expect(events).toEqual(['open team'])
})

test('a space unloads when nobody has referred to it for a while, and its content is there again', async () => {
  const { pool, timers, events } = await createPool()
  const space = await pool.acquire('team', 'shared')
  const write = space.append([{ key: 'f/x', parents: [], payload: '[]' }])
  await write.reached('local')
  pool.release('team')
  timers.fireAll()
  expect(pool.get('team')).toBeUndefined()
  const again = await pool.acquire('team')
  expect(again).not.toBe(space)
  expect(again.index.size).toBe(1)
  expect(again.replica.client).toBe(space.replica.client)
  expect(events).toEqual(['open team', 'close team', 'open team'])
})

test('a shared space whose writes no relay has answered stays until one has', async () => {
  const connection = createConnection({
    url: 'ws://nowhere',
    tenant: 'default',
    agent: 'support',
    user: '',
    openSocket: () => {
      throw new Error('nobody is there')
    },
    timers: manualTimers(),
    random: () => 0,
  })
  const { pool, timers } = await createPool(connection)
  const space = await pool.acquire('team', 'shared')
  const write = space.append([{ key: 'f/x', parents: [], payload: '[]' }])
  await write.reached('local')
  pool.release('team')
  timers.fireAll()
  expect(pool.get('team')).toBe(space)
  expect(timers.count).toBe(1)
})

test('whoever refers to it again in time keeps it loaded', async () => {
  const { pool, timers } = await createPool()
  const space = await pool.acquire('team', 'shared')
  pool.release('team')
  expect(timers.count).toBe(1)
  expect(await pool.acquire('team')).toBe(space)
  expect(timers.count).toBe(0)
})

test('every reference counts', async () => {
  const { pool, timers } = await createPool()
  await pool.acquire('team', 'shared')
  await pool.acquire('team')
  pool.release('team')
  expect(timers.count).toBe(0)
  pool.release('team')
  expect(timers.count).toBe(1)
})

test('the guid of a shared space follows from tenant and name, that of a private one is random', async () => {
  const { pool } = await createPool()
  await pool.acquire('team', 'shared')
  await pool.acquire('notes', 'private')
  const guids = Object.fromEntries(pool.list().map(({ name, guid }) => [name, guid]))
  expect(guids.notes).toBe('f00d')
  expect(guids.team).toContain('team')
  expect(guids.team).toContain('default')
  expect(pool.get('notes')?.replica.room).toBeNull()
})

test('an unknown name is an error, and a visibility cannot change', async () => {
  const { pool } = await createPool()
  await expect(pool.acquire('nowhere')).rejects.toMatchObject({ code: 'unknown-space' })
  await pool.acquire('team', 'shared')
  await expect(pool.acquire('team', 'private')).rejects.toMatchObject({ code: 'invalid-input' })
})

test('closing the pool closes every space', async () => {
  const { pool, events } = await createPool()
  await pool.acquire('team', 'shared')
  await pool.acquire('notes', 'private')
  await pool.close()
  expect(events.slice(2).sort()).toEqual(['close notes', 'close team'])
  expect(pool.loaded()).toEqual([])
})

test('a space that fails to close is told of when all had their turn, and only so', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  onTestFinished(() => void process.off('unhandledRejection', unhandled))
  const { pool, events } = await createPool(undefined, () => new Promise(setImmediate))
  const [team] = [await pool.acquire('team', 'shared'), await pool.acquire('notes', 'private')]
  team.close = () => Promise.reject(new Error('no room on the disk'))
  await expect(pool.close()).rejects.toThrow('no room on the disk')
  expect(events.slice(2).sort()).toEqual(['close notes', 'close team'])
  expect(unhandled).not.toHaveBeenCalled()
})

test('a pool of many spaces closes with turns of the event loop between any two', async () => {
  let turns = 0
  let last: Promise<unknown> = Promise.resolve()
  const pause = async () => {
    last = last.then(() => new Promise(setImmediate)).then(() => turns++)
    await last
  }
  const { pool, catalog } = await createPool(undefined, pause)
  for (let n = 0; n < 20; n++) await pool.acquire(`space ${n}`, 'private')
  const turnsOf = { closed: new Set<number>(), unloaded: new Set<number>() }
  for (const { replica } of pool.loaded()) replica.doc.on('destroy', () => turnsOf.unloaded.add(turns))
  for (const { index } of pool.loaded()) {
    const destroy = index.destroy.bind(index)
    index.destroy = () => {
      turnsOf.closed.add(turns)
      destroy()
    }
  }
  await pool.close()
  expect([turnsOf.closed.size, turnsOf.unloaded.size]).toEqual([20, 20])
  const destroyed = vi.spyOn(Y.Doc.prototype, 'destroy')
  onTestFinished(() => destroyed.mockRestore())
  await catalog.close()
  expect(destroyed).toHaveBeenCalledTimes(1)
})
