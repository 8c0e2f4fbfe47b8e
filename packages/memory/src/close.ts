import type { Core } from './core'

/** Leaves the relay, writes the spaces' last state, closes the store; in that order, so that every close is a clean one. */
export async function closeMemory(core: Core): Promise<void> {
  if (!core.markClosed()) return
  core.projection.stop()
  await core.pool.close()
  core.connection?.close()
  await core.catalog.close()
  await core.storage.close()
}
