import { type Memory, openMemory } from '@commonplace/memory'
import { wasForcedOffline } from './forced-offline'
import { keptToken } from './kept-token'
import type { Source } from './source'

/** Opens the memory an address names, in this browser's IndexedDB, and leaves it cleanly with the page. */
export async function openSource(source: Source): Promise<Memory> {
  const { relay, agent, user, tenant, spaces } = source
  const token = keptToken(source)
  const shared = Object.fromEntries(spaces.map(name => [name, 'shared' as const]))
  const memory = await openMemory({
    agent: { id: agent, ...(user && { user }) },
    tenant,
    ...(relay && { relay: { url: relay, paused: wasForcedOffline(), ...(token && { getToken: () => token }) } }),
    ...(spaces.length > 0 && { spaces: { ...shared, notes: 'private' as const } }),
  })
  addEventListener('pagehide', () => void memory.close())
  // A page that comes back out of the browser's cache has a closed memory.
  addEventListener('pageshow', event => event.persisted && location.reload())
  return memory
}
