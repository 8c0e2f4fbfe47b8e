import type { Core } from '../core'
import type { Consistency } from '../space/topology'
import type { Write } from '../sync'

/** Waits until a write is as durable as its caller asked, else as the topology says. A private space has no relay to wait for. */
export async function settle(
  core: Core,
  write: Write,
  options: { consistency?: Consistency; signal?: AbortSignal; isPrivate: boolean },
): Promise<void> {
  const wanted = options.consistency ?? core.topology.consistency
  await write.reached(options.isPrivate ? 'local' : wanted, { signal: options.signal })
}
