import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { isOnLines } from '../model/quarantine'
import type { Space } from '../space/space'

/**
 * What a rule of quarantine holds back is shown to nobody, its writer neither, so it is not written.
 *
 * @throws CommonplaceError `forbidden`
 */
export function checkHeard(core: Core, space: Space): void {
  const { agent } = core.identity
  if (core.projection.standings.quarantine.some(rule => isOnLines(rule, space.name, agent)))
    throw new CommonplaceError('forbidden', `agent "${agent}" can write no runs, tasks or cards here`, {
      hint: 'a rule of `quarantine` is on it',
    })
}
