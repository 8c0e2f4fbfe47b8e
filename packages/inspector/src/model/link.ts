import type { InspectedStatus } from '../memory-face'
import type { Unreachable } from '../unreachable'
import { clock } from './clock-text'
import { count } from './count-text'

/** How the connection and the pending writes stand, in the words that the rail, the top bar and the status bar share. */
export interface Link {
  readonly state: 'none' | 'paused' | 'connecting' | 'online' | 'unreachable' | 'turned-away' | 'closed'
  readonly dot: '' | 'off' | 'err'
  readonly tone: '' | 'warn' | 'danger'
  /** The connection. */
  readonly word: string
  /** What is safe: never "synced" for less than durable. */
  readonly safety: string
}

export function linkOf(status: InspectedStatus, unreachable: Unreachable | null): Link {
  const kept = status.pending > 0 ? `${count(status.pending, 'write')} kept on this device` : 'Reading the local copy'
  switch (status.connection) {
    case 'none':
      return { state: 'none', dot: '', tone: '', word: 'Local memory, no relay', safety: 'Durable on this device' }
    case 'paused':
      return { state: 'paused', dot: 'off', tone: 'warn', word: 'Forced offline', safety: kept }
    case 'online':
      return { state: 'online', dot: '', tone: '', word: 'Connected', safety: onlineSafety(status) }
    case 'turned-away':
      return { state: 'turned-away', dot: 'err', tone: 'danger', word: 'Turned away by the relay', safety: kept }
    case 'closed':
      return { state: 'closed', dot: 'off', tone: 'warn', word: 'Closed', safety: kept }
    default: {
      if (isTokenRefused(status))
        return { state: 'turned-away', dot: 'err', tone: 'danger', word: 'Turned away by the relay', safety: kept }
      if (!unreachable) return { state: 'connecting', dot: 'off', tone: '', word: 'Connecting', safety: kept }
      const word = `Relay unreachable since ${clock(unreachable.since)}`
      return { state: 'unreachable', dot: 'err', tone: 'danger', word, safety: kept }
    }
  }
}

function onlineSafety({ pending, spaces }: InspectedStatus): string {
  if (pending > 0) return `${count(pending, 'write')} on the way`
  // What the relay denied does not come, however long one waits.
  const isComing = Object.values(spaces).some(({ state, synced, denied }) => state !== 'private' && !synced && !denied)
  return !isComing ? 'Synced, everything durable' : 'Catching up'
}

/** The relay answered, and would not have the token; the connection goes on trying, since there may be a fresh one. */
function isTokenRefused({ lastError }: InspectedStatus): boolean {
  return lastError?.code === 'unauthorised' || lastError?.code === '4401'
}
