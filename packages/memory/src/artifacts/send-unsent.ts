import type { Core } from '../core'
import type { Space } from '../space/space'
import { refusedText, tellRefused } from './refused-text'

/** Sends in the background, as long as it takes; without a relay `sync.flush` or a later session does. */
export function sendInTime(core: Core): void {
  if (core.connection === undefined) return
  const tell = (error: unknown) => {
    if (!core.closed()) core.events.emit('error', { error, during: 'sending artifacts' })
  }
  sendUnsent(core, artifact =>
    artifact.flush('relay').catch(error => {
      tell(error)
      // Until the relay lets this agent in.
      return artifact.replica.flush('relay')
    }),
  ).catch(tell)
}

/**
 * Brings artifacts to the relay, those of a space one after the other; those that cannot be brought are tried at the next opening.
 *
 * @param send resolves when the relay has one whole
 * @param of those of this space only
 */
export async function sendUnsent(core: Core, send: (artifact: Space) => Promise<void>, of?: string): Promise<void> {
  const rooms = await core.artifacts.rooms()
  const unsent = (await rooms.held.list()).filter(({ isUnsent, space }) => isUnsent && (of ?? space) === space)
  // The relay may deny one space for long.
  const sending = [...new Set(unsent.map(({ space }) => space))].map(async space => {
    for (const held of unsent.filter(each => each.space === space)) {
      if (core.closed()) return
      const refused = await rooms.using(held, artifact => send(artifact).then(() => refusedText(artifact)))
      if (refused && held.key !== undefined) await tellRefused(core, held, refused.code)
      await rooms.held.sent(held)
      if (refused) core.events.emit('error', { error: refused, during: 'sending artifacts' })
    }
  })
  for (const each of await Promise.allSettled(sending)) if (each.status === 'rejected') throw each.reason
}
