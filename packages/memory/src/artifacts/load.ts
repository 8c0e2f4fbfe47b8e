import type { Core } from '../core'
import { lazy } from '../lazy'

export const artifactPart = lazy(() => import('./part'))

/** Calls a verb on artifacts where this device holds any; elsewhere nothing of them is loaded. */
export async function whereHeld({ artifacts }: Core, use: Parameters<typeof artifactPart<void>>[0]): Promise<void> {
  if (await artifacts.isAny()) await artifactPart(use)
}
