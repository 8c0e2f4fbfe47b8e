import type { SeededRandom } from '@commonplace/protocol/testing'

/** Something that happens to a process while records are acknowledged. */
export interface Fault {
  /** acknowledgements of this cycle after which it happens */
  readonly after: number
  /** a writer's number, or the relay */
  readonly victim: number | 'relay'
  /** ms it is stopped for; null: it is killed */
  readonly stopMs: number | null
}

/** What happens in one cycle. The last thing is that everybody is killed, one right after the other. */
export interface Plan {
  readonly faults: readonly Fault[]
  readonly killAfter: number
  /** in which order */
  readonly killOrder: readonly (number | 'relay')[]
  /** writers that come with a new store, as if their device was lost */
  readonly fresh: ReadonlySet<number>
}

/** A cycle that follows from the random numbers alone. */
export function planCycle(random: SeededRandom, writers: number): Plan {
  const everybody = ['relay' as const, ...Array.from({ length: writers }, (_, n) => n)]
  const killAfter = 1 + random.below(400)
  const faults = Array.from({ length: random.below(4) }, (): Fault => {
    const victim = random.pick(everybody)
    const isKill = victim !== 'relay' && random.chance(0.3)
    return { after: random.below(killAfter), victim, stopMs: isKill ? null : 5 + random.below(200) }
  }).sort((a, b) => a.after - b.after)
  const killOrder = everybody
    .map(who => ({ who, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ who }) => who)
  // One writer is never killed before the end, or a cycle could starve.
  const spared = random.below(writers)
  return {
    faults: faults.filter(({ victim, stopMs }) => stopMs !== null || victim !== spared),
    killAfter,
    killOrder,
    fresh: new Set(everybody.filter(who => typeof who === 'number' && random.chance(0.2)) as number[]),
  }
}
