import type { Core } from '../core'

/** Brings artifacts to the relay, one after the other; those that cannot be brought now are tried at the next opening. */
export async function sendUnsent(core: Core, options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
  const rooms = await core.artifacts.rooms()
  const unsent = (await rooms.held.list()).filter(({ isUnsent }) => isUnsent)
  for (const held of unsent) {
    if (core.closed()) return
    await rooms.using(held, ({ replica }) => replica.flush('relay', options))
    await rooms.held.sent(held)
  }
}
