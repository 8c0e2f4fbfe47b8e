import type { Core } from './core'
import { verbsBegun } from './lazy'
import { toCommonplaceError } from './to-commonplace-error'

/** Leaves the relay, writes the spaces' last state, closes the store; in that order, so that every close is a clean one. */
export function closeMemory(core: Core): Promise<void> {
  const closing = close(core)
  core.store.onLeaving(closing)
  return closing
}

/** A function of the caller's may take for ever, or be what closes the memory. */
const patience = 2_000

async function close(core: Core): Promise<void> {
  // What was called before it is done before it.
  const parts = verbsBegun()
  if (parts) await parts
  const waiting = core.turnstile.begun()
  if (waiting) await waiting
  core.store.hurry()
  const done = core.turnstile.done()
  if (done) {
    let timer: unknown
    const over = new Promise<void>(resolve => {
      timer = core.timers.set(patience, resolve)
    })
    await Promise.race([done, over])
    core.timers.clear(timer)
  }
  core.markClosed()
  core.projection.stop()
  core.embedding?.stop()
  await core.snapshots.stop()
  core.index.close()
  try {
    try {
      await leave(core)
      await core.policyLog.settled()
    } finally {
      await core.storage.close()
    }
  } catch (error) {
    throw toCommonplaceError(error, `agent "${core.identity.agent}", close`)
  }
}

/** Lets go of everything but the store. */
export async function leave(
  core: Pick<Core, 'artifacts' | 'pool' | 'catalog' | 'connection' | 'socket'>,
): Promise<void> {
  try {
    await core.artifacts.close()
    await core.pool.close()
    await core.catalog.close()
  } finally {
    core.connection?.close()
    core.socket?.close()
  }
}
