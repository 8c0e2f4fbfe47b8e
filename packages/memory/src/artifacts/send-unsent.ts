import type { Core } from '../core'

/** Sends in the background; without a relay, or before it is reached, `sync.flush` or a later session does. */
export function sendInTime(core: Core): void {
  if (core.connection === undefined) return
  sendUnsent(core).catch(error => {
    if (!core.closed()) core.events.emit('error', { error, during: 'sending artifacts' })
  })
}

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
