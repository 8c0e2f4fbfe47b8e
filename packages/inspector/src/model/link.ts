import type { InspectedStatus } from '../memory-face'
import { span } from './clock-text'
import { count } from './count-text'

/** How the connection and the pending writes stand, in the words that the rail, the top bar and the status bar share. */
export interface Link {
  readonly dot: '' | 'off' | 'err'
  readonly tone: '' | 'warn' | 'danger'
  /** The connection. */
  readonly word: string
  /** What is safe: never "synced" for less than durable. */
  readonly safety: string
}

export function linkOf(status: InspectedStatus): Link {
  const waiting = status.pending > 0
  const kept = `${count(status.pending, 'write')} kept on this device`
  switch (status.connection) {
    case 'none':
      return { dot: '', tone: '', word: 'Local memory, no relay', safety: 'Durable on this device' }
    case 'paused':
      return { dot: 'off', tone: 'warn', word: 'Forced offline', safety: waiting ? kept : 'Nothing waits' }
    case 'online': {
      const joining = Object.values(status.spaces).some(space => space.state !== 'private' && !space.synced)
      if (waiting)
        return { dot: '', tone: '', word: 'Connected', safety: `${count(status.pending, 'write')} on the way` }
      return { dot: '', tone: '', word: 'Connected', safety: joining ? 'Catching up' : 'Synced, everything durable' }
    }
    case 'connecting':
      return { dot: 'off', tone: '', word: 'Connecting', safety: waiting ? kept : 'Nothing waits' }
    case 'closed':
      return { dot: 'err', tone: 'danger', word: 'Refused by the relay', safety: waiting ? kept : 'Nothing waits' }
    case 'offline':
      return {
        dot: 'err',
        tone: 'danger',
        word: 'Relay unreachable',
        safety: waiting ? kept : 'Reading the local copy',
      }
  }
}

/** `oldest 48 s`, when something waits. */
export function oldest(ms: number | undefined): string {
  return ms === undefined ? '' : `oldest ${span(ms)}`
}
