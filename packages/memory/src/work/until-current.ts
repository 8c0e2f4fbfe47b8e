import { abortable } from '../abortable'
import type { Core } from '../core'
import type { Space } from '../space/space'
import { untilSynced } from '../space/until-synced'
import { deskOf } from './desk'
import { isGivenUp, whenReach } from './reach'

/**
 * Resolves when a shared space has all that the relay had acknowledged to anybody when this was called; at once where no relay
 * can be asked, or none that lets this agent in.
 *
 * @throws the signal's reason; CommonplaceError `closed`
 */
export async function untilCurrent(core: Core, space: Space, own?: AbortSignal): Promise<void> {
  const signal = deskOf(core).signalOf(own)
  const isOver = () => isGivenUp(core, space)
  if (isOver() || space.visibility === 'private') return
  await untilSynced(space, signal)
  for (;;) {
    await whenReach(core, space, reach => reach === 'here' || isOver(), signal)
    if (isOver()) return
    const isAnswered = await abortable(core.freshness.ask(), signal).then(
      () => true,
      () => false,
    )
    signal.throwIfAborted()
    if (isAnswered) return
  }
}
