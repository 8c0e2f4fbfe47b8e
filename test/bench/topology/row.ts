import type { TopologyName } from '@commonplace/memory'

/** What agents are told to write, and how often each of them. */
export interface Order {
  readonly what: 'local' | 'relay' | 'claimed' | 'claimed, one key' | 'promoted'
  readonly count: number
}

/** How it went for one agent: ms a write, and bytes on the wire till all was acknowledged. */
export interface Told {
  readonly writes: readonly number[]
  readonly sent: number
  readonly received: number
}

/** One corner: who writes how, and what that promises. */
export interface Corner {
  readonly topology: TopologyName
  readonly what: Order['what']
  /** how many of the full count of writes: what waits for others is slow */
  readonly share: number
  readonly guarantee: string
}

export const corners: readonly Corner[] = [
  { topology: 'distributed', what: 'local', share: 1, guarantee: 'on this disk, for this agent alone' },
  {
    topology: 'distributed',
    what: 'promoted',
    share: 1,
    guarantee: 'on this disk, and said to the team on the relay’s',
  },
  { topology: 'hybrid', what: 'local', share: 1, guarantee: 'on this disk; the team has it when the relay is reached' },
  { topology: 'hybrid', what: 'relay', share: 1, guarantee: 'on the relay’s disk' },
  { topology: 'centralised', what: 'relay', share: 1, guarantee: 'on the relay’s disk' },
  { topology: 'centralised', what: 'claimed', share: 0.5, guarantee: 'on the relay’s disk, as the only successor' },
  { topology: 'centralised', what: 'claimed, one key', share: 0.25, guarantee: 'the same, each from the last one’s' },
]

/** A corner as it was measured. */
export interface Row {
  readonly topology: TopologyName
  readonly what: Order['what']
  readonly writes: number
  readonly writeP50Ms: number
  readonly writeP95Ms: number
  /** from the call until another agent's listener is told; absent where nobody else is */
  readonly seenP50Ms?: number
  readonly seenP95Ms?: number
  /** sent and received by the writers, a write */
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly guarantee: string
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return value === undefined ? undefined : Math.round(value * 100) / 100
}
