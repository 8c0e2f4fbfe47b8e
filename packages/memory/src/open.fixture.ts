import { type RelayOptions, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { onTestFinished } from 'vitest'
import { type Memory, type OpenOptions, openMemory } from './index'

/** Opens a memory in plain memory that the test closes. */
export async function open(id: string, options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, storage: memoryStorage(), ...options })
  onTestFinished(() => memory.close())
  return memory
}

/** Starts a relay in plain memory that the test closes. */
export async function relayUrl(policy?: RelayOptions['policy']): Promise<string> {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, ...(policy && { policy }) })
  onTestFinished(() => relay.close())
  return relay.url
}
