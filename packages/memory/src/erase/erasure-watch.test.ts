import { expect, test } from 'vitest'
import type { Core } from '../core'
import { lazy } from '../lazy'
import { open } from '../open.fixture'
import { HandTimers } from '../sync/fake-relay-socket.fixture'
import { ErasureWatch } from './erasure-watch'

test('an eraser that could not be loaded is said, and tried again', async () => {
  const memory = await open('ada')
  const { core } = memory as unknown as { core: Core }
  const timers = new HandTimers()
  const errors: unknown[] = []
  memory.on('error', event => errors.push(event))
  let isReachable = false
  let loads = 0
  const part = lazy(async () => {
    loads++
    if (!isReachable) throw new TypeError('Failed to fetch dynamically imported module')
    return import('./eraser')
  })
  const watch = new ErasureWatch({ ...core, timers }, part)
  const { id, space: name } = await memory.add('a secret')
  const space = core.pool.get(name)!
  const erased = new Promise<void>(resolve => core.ledger.onChange(() => resolve()))
  await memory.erase({ ids: [id] })
  await erased
  await expect(watch.settle(space)).rejects.toMatchObject({ code: 'offline' })
  expect(errors[0]).toMatchObject({ error: { code: 'offline' }, during: 'erasing' })

  isReachable = true
  const before = loads
  timers.pass(30_000)
  expect(loads).toBe(before + 1)
  await watch.settle(space)
})
