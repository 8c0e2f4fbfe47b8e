import { type Memory, openMemory } from '@commonplace/memory'
import { wasForcedOffline } from './forced-offline'
import type { Source } from './source'

/** Opens the memory an address names, in this browser's IndexedDB, and leaves it cleanly with the page. */
export async function openSource({ relay, agent, user, tenant, spaces }: Source): Promise<Memory> {
  const shared = Object.fromEntries(spaces.map(name => [name, 'shared' as const]))
  const memory = await openMemory({
    agent: { id: agent, ...(user && { user }) },
    tenant,
    ...(relay && { relay: { url: relay, paused: wasForcedOffline() } }),
    ...(spaces.length > 0 && { spaces: { ...shared, notes: 'private' as const } }),
  })
  addEventListener('pagehide', () => void memory.close())
  // A page that comes back out of the browser's cache has a closed memory.
  addEventListener('pageshow', event => event.persisted && location.reload())
  return memory
}
