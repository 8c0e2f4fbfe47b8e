import { checked, waitOptions, waitTier } from '../input/input'
import type { Dot } from '../model'
import type { Space } from '../space/space'
import type { Tier } from '../sync'
import { toCommonplaceError } from '../to-commonplace-error'

/** `record.durable`: waits until the version at this dot has reached the tier. */
export async function reachedByRecord(
  space: Space,
  dot: Dot,
  id: string,
  tier: Tier,
  options: { readonly signal?: AbortSignal },
): Promise<void> {
  const own = space.authorOf(space.replica.client)?.agent ?? 'unknown'
  checked(waitTier, tier, own, 'durable', 'a tier')
  checked(waitOptions, options, own, 'durable')
  try {
    await space.reached(dot, tier, options)
  } catch (error) {
    throw toCommonplaceError(error, `agent "${own}", record ${id}`)
  }
}
