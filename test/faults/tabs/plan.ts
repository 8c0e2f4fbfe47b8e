import type { SeededRandom } from '@commonplace/protocol/testing'

/** What may happen to tabs of one agent, with how often it does. */
const likelihoods = {
  write: 40,
  erase: 6,
  'go offline or online': 8,
  reload: 10,
  crash: 6,
  close: 5,
  'relay stops or starts': 8,
  'index worker ends': 7,
  'disk full or not': 4,
  'freeze or wake': 6,
} as const

export type Event = keyof typeof likelihoods

/** One thing that happens, in one tab where it is of a tab. */
export interface Step {
  readonly event: Event
  readonly tab: number
  /** records to write */
  readonly records: number
}

export function planRound(random: SeededRandom, tabs: number, steps: number): readonly Step[] {
  const often = Object.entries(likelihoods).flatMap(([event, times]) => new Array<Event>(times).fill(event as Event))
  return Array.from({ length: steps }, () => ({
    event: random.pick(often),
    tab: random.below(tabs),
    records: 1 + random.below(10),
  }))
}
