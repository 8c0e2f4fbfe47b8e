import type { Core } from '../core'
import type { Space } from '../space/space'
import { refusedText } from './refused-text'

/** Those in whose name somebody waits until the relay lets them in again. */
const waiting = new WeakSet<Core>()

/** Sends in the background; without a relay, or before it is reached, `sync.flush` or a later session does. */
export function sendInTime(core: Core): void {
  if (core.connection === undefined) return
  sendUnsent(core, artifact => artifact.flush('relay')).catch(error => {
    if (core.closed()) return
    core.events.emit('error', { error, during: 'sending artifacts' })
    if (!waiting.has(core)) waitToSend(core)
  })
}

function waitToSend(core: Core): void {
  waiting.add(core)
  const again = () => {
    waiting.delete(core)
    sendInTime(core)
  }
  // A replica waits for as long as it takes.
  sendUnsent(core, ({ replica }) => replica.flush('relay')).then(again, () => {})
}

/**
 * Brings artifacts to the relay, those of a space one after the other; those that cannot be brought wait for `sendInTime`, or the next opening.
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
      await rooms.held.sent(held)
      if (refused) core.events.emit('error', { error: refused, during: 'sending artifacts' })
    }
  })
  for (const each of await Promise.allSettled(sending)) if (each.status === 'rejected') throw each.reason
}
