import type { InspectedSpaceStatus } from '../memory-face'

/** How long the oldest write of these spaces has waited, ms; nothing when none waits. */
export function oldestPending(spaces: Iterable<InspectedSpaceStatus>, now: Date): number | undefined {
  let since: number | undefined
  for (const { oldestPendingSince } of spaces)
    if (oldestPendingSince !== undefined) since = Math.min(since ?? oldestPendingSince, oldestPendingSince)
  return since === undefined ? undefined : Math.max(0, now.getTime() - since)
}
