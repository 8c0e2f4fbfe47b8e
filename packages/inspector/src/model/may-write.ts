import type { InspectedSpaceStatus } from '../memory-face'

/** Whether what this agent writes to a space would be taken, as far as it was told: before it has joined it was told nothing. */
export function mayWrite(status: Pick<InspectedSpaceStatus, 'denied' | 'rights'> | undefined): boolean {
  if (status?.denied) return false
  return status?.rights === undefined || status.rights.length === 0 || status.rights.includes('append')
}
