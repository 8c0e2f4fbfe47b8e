import type { Right, Statement } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'

const agents = ['a', 'b', 'c'] as const
const users = ['', 'u', 'v'] as const
export const spaces = ['s', 'x/a', 'x/b'] as const

/** One thing that happens; `who` is an actor by its place. */
export type Step =
  | { readonly do: 'state'; readonly statement: Statement }
  | { readonly do: 'join' | 'write' | 'show' | 'lease' | 'leave'; readonly who: number; readonly space: string }
  | { readonly do: 'reconnect'; readonly who: number }
  | { readonly do: 'clock'; readonly ms: number }
  /** what waits for the disk gets there */
  | { readonly do: 'disk' }
  /** everything that follows from what has happened does */
  | { readonly do: 'settle' }
  | { readonly do: 'restart' }

export interface History {
  readonly seed: number
  /** an agent for a user, by a native or a stock client */
  readonly actors: readonly { readonly agent: string; readonly user: string; readonly kind: 'native' | 'stock' }[]
  readonly steps: readonly Step[]
}

const rights: readonly Right[] = ['discover', 'read', 'append', 'append', 'curate', 'admin']
const patterns = ['*', '**'] as const

function statementOf(random: SeededRandom, start: number): Statement {
  const from = random.chance(0.15) ? start + random.below(20_000) : undefined
  const until = random.chance(0.2) ? (from ?? start) + 1 + random.below(20_000) : undefined
  const base = {
    do: random.chance(0.6) ? ('grant' as const) : ('revoke' as const),
    agent: random.chance(0.2) ? random.pick(patterns) : random.pick(agents),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  }
  if (random.chance(0.3)) {
    return { ...base, user: random.chance(0.3) ? random.pick(patterns) : random.pick(['u', 'v']) }
  }
  const space = random.chance(0.25) ? random.pick(['**', 'x/{agent}']) : random.pick(spaces)
  return { ...base, space, right: random.pick(rights) }
}

const kinds: readonly [weight: number, kind: Step['do']][] = [
  [18, 'state'],
  [16, 'join'],
  [34, 'write'],
  [8, 'show'],
  [9, 'lease'],
  [2, 'leave'],
  [3, 'reconnect'],
  [6, 'clock'],
  [12, 'disk'],
  [12, 'settle'],
  [1, 'restart'],
]
const weights = kinds.reduce((sum, [weight]) => sum + weight, 0)

function kindOf(random: SeededRandom): Step['do'] {
  let left = random.below(weights)
  for (const [weight, kind] of kinds) {
    left -= weight
    if (left < 0) return kind
  }
  return 'settle'
}

/** The history of a seed. @param start ms since 1970 */
export function historyOf(seed: number, start: number): History {
  const random = new SeededRandom(seed)
  const actors = Array.from({ length: 4 }, (_, place) => ({
    agent: random.pick(agents),
    user: random.chance(0.4) ? '' : random.pick(users),
    kind: place < 3 ? ('native' as const) : ('stock' as const),
  }))
  const steps: Step[] = []
  // Most may do most at first: only what is there can be lost.
  const open = { do: 'grant', agent: '**' } as const
  if (random.chance(0.8)) steps.push({ do: 'state', statement: { ...open, user: '**' } })
  for (const space of spaces) {
    const right = random.pick(rights)
    if (random.chance(0.7)) steps.push({ do: 'state', statement: { ...open, space, right } })
  }
  for (let n = 0; n < 3; n++) steps.push({ do: 'state', statement: statementOf(random, start) })
  steps.push({ do: 'disk' }, { do: 'settle' })
  for (const who of actors.keys()) {
    for (const space of spaces) if (random.chance(0.6)) steps.push({ do: 'join', who, space })
  }
  steps.push({ do: 'settle' })
  const length = steps.length + 15 + random.below(40)
  while (steps.length < length) {
    const kind = kindOf(random)
    const who = random.below(actors.length)
    if (kind === 'state') steps.push({ do: kind, statement: statementOf(random, start) })
    else if (kind === 'clock') steps.push({ do: kind, ms: random.below(8000) - (random.chance(0.25) ? 6000 : 0) })
    else if (kind === 'reconnect') steps.push({ do: kind, who })
    else if (kind === 'disk' || kind === 'settle' || kind === 'restart') steps.push({ do: kind })
    else steps.push({ do: kind, who, space: random.pick(spaces) })
  }
  return { seed, actors, steps }
}
