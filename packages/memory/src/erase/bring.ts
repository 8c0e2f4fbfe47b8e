import type { Space } from '../space/space'
import { coreOf } from '../sync/replica'

/**
 * Brings the relay what waits in a space.
 *
 * @returns why not all of it: the relay denies it the space, or the room is full and has every delete that it can take
 * @throws SyncError `closed` or `storage-failed`
 */
export async function bring(space: Space): Promise<'denied' | 'full' | undefined> {
  const { replica } = space
  // What is not on the disk is not sent.
  await replica.flush('local')
  const rest = new AbortController()
  const flushed = space.flush('relay', { signal: rest.signal }).then(
    () => undefined,
    () => 'denied' as const,
  )
  const core = coreOf(replica)
  let stop = () => {}
  const freed = new Promise<'full'>(resolve => {
    stop = replica.status.subscribe(() => {
      if (core.engine?.hasFreed(core.session, core.view)) resolve('full')
    })
  })
  return Promise.race([flushed, freed]).finally(() => {
    rest.abort()
    stop()
  })
}
