import type { InspectedSpaceStatus } from '../memory-face'

/** Whether something of a space is stopped, denied or missing, and stays so until somebody looks. */
export function isTroubled({ denied, fault, incomplete }: InspectedSpaceStatus): boolean {
  return denied !== undefined || fault !== undefined || incomplete
}

/** How one space stands, in a word or two. "Synced" only when nothing waits. */
export function spaceState(status: InspectedSpaceStatus | undefined): string {
  if (!status) return 'not open'
  if (status.fault) return `stopped: ${status.fault.code}`
  if (status.denied) return `denied: ${status.denied.code}`
  if (status.incomplete) return 'waits for a missing part'
  switch (status.state) {
    case 'private':
      return 'this device only'
    case 'offline':
      return 'local copy'
    case 'blocked':
    case 'blocked-offline':
      return 'setting a refused write aside'
    case 'joining':
    case 'receiving':
      return 'catching up'
    case 'waiting':
      return 'asked to wait'
    case 'live':
      if (status.pending > 0) return 'sending'
      return status.borrowed ? 'another tab is sending' : 'synced'
    default:
      return status.state
  }
}
