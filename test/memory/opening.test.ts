import { openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'

let relay: Relay

beforeEach(async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true })
})

afterEach(() => relay.close())

async function connections(): Promise<number> {
  const answer = await fetch(`${relay.url.replace('ws:', 'http:')}/healthz`)
  return ((await answer.json()) as { connections: number }).connections
}

/** A store that fails as soon as something of the space "broken" is written while the relay has a connection. */
function failingStorage(): Storage {
  const storage = memoryStorage()
  return {
    get: key => storage.get(key),
    range: (from, to, options) => storage.range(from, to, options),
    async commit(operations) {
      const isBroken = operations.some(each => 'put' in each && new TextDecoder().decode(each.put).includes('6:broken'))
      if (!isBroken) return storage.commit(operations)
      while ((await connections()) === 0);
      throw new Error('the disk is gone')
    },
    close: () => storage.close(),
  }
}

test('a memory that cannot open leaves the relay', async () => {
  const opening = openMemory({
    agent: { id: 'support' },
    relay: relay.url,
    storage: failingStorage(),
    spaces: { team: 'shared', broken: 'shared' },
  })
  await expect(opening).rejects.toThrow('the disk is gone')
  while ((await connections()) > 0);
})
