import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach } from 'vitest'
import { type Relay, type RelayOptions, startRelay } from '../index'

const relays: Relay[] = []
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.close()
})

/** A real relay on a free port, in memory unless told otherwise, which ends with the test. */
export async function testRelay(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const relay = await startRelay({ data: memoryStorage(), insecure: options.tokens === undefined, ...options })
  relays.push(relay)
  return relay
}
