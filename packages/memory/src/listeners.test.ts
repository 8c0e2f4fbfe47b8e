import { expect, test } from 'vitest'
import type { Memory } from './index'
import { open, relayUrl } from './open.fixture'

const fail = () => {
  throw new Error('the listener failed')
}

/** What of its listeners a memory tells of, by where it happened. */
function failuresOf(memory: Memory): Set<string> {
  const failed = new Set<string>()
  memory.on('error', ({ during }) => void failed.add(during))
  return failed
}

test('who listens to the policy and throws costs nobody the connection, and the memory closes', async () => {
  const memory = await open('support', { relay: await relayUrl() })
  const failed = failuresOf(memory)
  memory.access.onChange(fail)
  await new Promise<void>(resolve => memory.access.onChange(resolve))
  memory.sync.pause()
  memory.sync.resume()
  await memory.add('written after the listener failed', { consistency: 'relay' })
  await memory.close()
  expect(failed).toEqual(new Set(['access.onChange']))
})

test('a listener of any status that throws is told as an error, now and later, and every other hears', async () => {
  const relay = await relayUrl()
  const [memory, peer] = [await open('support', { relay }), await open('peer', { relay })]
  const failed = failuresOf(memory)
  const observables = {
    'sync.status': memory.sync.status,
    'storage.status': memory.storage.status,
    'index.status': memory.index.status,
    'team.presence.peers': memory.team.presence.peers,
  }
  for (const observable of Object.values(observables)) observable.subscribe(fail)
  expect(failed).toEqual(new Set(Object.keys(observables)))
  failed.clear()
  const seen = new Promise<void>(resolve =>
    memory.team.presence.peers.subscribe(peers => peers.length > 0 && resolve()),
  )
  await Promise.all([memory.sync.flush('relay'), peer.sync.flush('relay')])
  await peer.team.presence.show({ doing: 'nothing' })
  await seen
  expect(failed).toContain('team.presence.peers')
})

test('a listener is a function', async () => {
  const memory = await open('support')
  for (const observable of [memory.sync.status, memory.storage.status, memory.index.status, memory.team.presence.peers])
    expect(() => observable.subscribe(5 as never)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
})

test('progress that nobody can bear is told as an error, and the work goes on', async () => {
  const memory = await open('support')
  const failed = failuresOf(memory)
  await memory.add('Order 42 left the warehouse')
  expect((await memory.audit({ onProgress: fail })).duplicates.count).toBe(0)
  const { changed } = await memory.rescope({ filter: { kind: 'episodic' } }, { run: 'r1' }, { onProgress: fail })
  expect(changed).toHaveLength(1)
  const once = memory.work.once('key', ({ tell }) => tell('half'), { onProgress: fail })
  expect(await once).toBeUndefined()
  expect(failed).toEqual(new Set(['audit', 'rescope', 'work.once']))
})
