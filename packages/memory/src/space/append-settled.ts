import type { Core } from '../core'
import type { NewEntry } from '../model'
import type { Space } from './space'
import type { Consistency } from './topology'

/**
 * Appends an entry, reads what it made at once, and waits until the write is as durable as its caller asked, else as the
 * topology says. What others do while it waits is not in the answer. A private space has no relay to wait for.
 *
 * @throws CommonplaceError `no-relay`, with nothing written; the relay's code, when it lets this agent in no more; the signal's
 * reason: aborted before, nothing is written
 */
export async function appendSettled<T>(
  core: Core,
  space: Space,
  entry: NewEntry,
  { consistency, signal }: { readonly consistency?: Consistency; readonly signal?: AbortSignal },
  read: () => T,
): Promise<T> {
  const tier = space.visibility === 'private' ? 'local' : (consistency ?? core.topology.consistency)
  signal?.throwIfAborted()
  if (tier === 'relay') space.checkRelay()
  const write = space.append([entry])
  const made = read()
  const settled = space.settled(write, tier, { signal })
  await (tier === 'relay' ? core.turnstile.aside(settled) : settled)
  return made
}
