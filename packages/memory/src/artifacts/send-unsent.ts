import type { Core } from '../core'
import type { HeldArtifact } from './artifacts-held'

/** Brings artifacts to the relay, one after the other; those that cannot be brought now are tried at the next opening. */
export async function sendUnsent(core: Core, unsent: readonly HeldArtifact[]): Promise<void> {
  for (const held of unsent) {
    if (core.closed()) return
    await core.artifacts.using(held, ({ replica }) => replica.flush('relay'))
    await core.artifacts.held.put({ ...held, isUnsent: false })
  }
}
