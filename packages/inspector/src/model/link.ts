import type { InspectedStatus, InspectedStorage } from '../memory-face'
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
  /** The connection, where there is room for a word. */
  readonly short: string
  /** What is safe: never "synced" for less than durable. */
  readonly safety: string
}

const turnedAway = {
  state: 'turned-away',
  dot: 'err',
  tone: 'danger',
  word: 'Turned away by the relay',
  short: 'Turned away',
} as const

export function linkOf(status: InspectedStatus, unreachable: Unreachable | null, storage: InspectedStorage): Link {
  const kept = status.pending > 0 ? keptText(status.pending, storage) : 'Reading the local copy'
  switch (status.connection) {
    case 'none':
      return {
        state: 'none',
        dot: '',
        tone: '',
        word: 'Local memory, no relay',
        short: 'No relay',
        safety: lasts(storage) ? 'Durable on this device' : 'Not durable on this device',
      }
    case 'paused':
      return {
        state: 'paused',
        dot: 'off',
        tone: 'warn',
        word: 'Forced offline',
        short: 'Forced offline',
        safety: kept,
      }
    case 'online':
      return { state: 'online', dot: '', tone: '', word: 'Connected', short: 'Connected', safety: onlineSafety(status) }
    case 'turned-away':
      return { ...turnedAway, safety: kept }
    case 'closed':
      return { state: 'closed', dot: 'off', tone: 'warn', word: 'Closed', short: 'Closed', safety: kept }
    default: {
      if (isTokenRefused(status)) return { ...turnedAway, safety: kept }
      if (!unreachable)
        return { state: 'connecting', dot: 'off', tone: '', word: 'Connecting', short: 'Connecting', safety: kept }
      const word = `Relay unreachable since ${clock(unreachable.since)}`
      return { state: 'unreachable', dot: 'err', tone: 'danger', word, short: 'Unreachable', safety: kept }
    }
  }
}

/** Whether all that was written is on the disk of this device. */
function lasts({ kind, lost, waiting }: InspectedStorage): boolean {
  return !lost && waiting === 0 && kind !== 'memory'
}

function keptText(pending: number, storage: InspectedStorage): string {
  if (lasts(storage)) return `${count(pending, 'write')} kept on this device`
  return `${count(pending, 'write')} not sent, not all on disk`
}

function onlineSafety({ pending, borrowed, spaces }: InspectedStatus): string {
  const stopped = Object.values(spaces).filter(({ fault }) => fault !== undefined).length
  if (stopped > 0) return `${count(stopped, 'space')} stopped`
  if (pending > 0) return `${count(pending, 'write')} on the way`
  // What the relay denied does not come, however long one waits.
  const isComing = Object.values(spaces).some(({ state, synced, denied }) => state !== 'private' && !synced && !denied)
  if (isComing) return 'Catching up'
  return borrowed ? 'Another tab has writes to send' : 'Synced, everything durable'
}

/** The relay answered, and would not have the token; the connection goes on trying, since there may be a fresh one. */
function isTokenRefused({ lastError }: InspectedStatus): boolean {
  return lastError?.code === 'unauthorised' || lastError?.code === '4401'
}
