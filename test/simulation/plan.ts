import type { RefusalCode } from '@commonplace/protocol'
import { defaultLimits } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import { chanceOf } from './chance'

const attacks = [
  'forge',
  'delete',
  'replay',
  'mix',
  'rewrite',
  'gap',
  'truncate',
  'garbage',
  'sequence',
  'steal',
  'usurp',
  'write',
] as const

export type Attack = (typeof attacks)[number]

/** Something that is made to happen. */
export type Action =
  | { readonly do: 'write'; readonly agent: number; readonly key: string; readonly payloads: readonly string[] }
  | { readonly do: 'erase' | 'compact'; readonly agent: number }
  | { readonly do: 'cut'; readonly agent: number; readonly lateMs: number }
  | { readonly do: 'slow'; readonly agent: number; readonly ms: number }
  | { readonly do: 'restart' | 'vanish' | 'disk-error'; readonly agent: number; readonly lateMs: number }
  /** as soon as so many commits are under way; at once for 0 */
  | { readonly do: 'crash'; readonly agent: number; readonly lateMs: number; readonly pending: number }
  | { readonly do: 'relay-crash'; readonly isTorn: boolean; readonly downMs: number }
  | { readonly do: 'relay-disk-error'; readonly downMs: number }
  | { readonly do: 'relay-backup' }
  | { readonly do: 'relay-restore'; readonly isWiped: boolean; readonly downMs: number }
  | { readonly do: 'refuse'; readonly code: RefusalCode; readonly rate: number; readonly ms: number }
  | { readonly do: 'read-only'; readonly agent: number; readonly ms: number }
  | { readonly do: 'revoke'; readonly agent: number; readonly ms: number }
  | { readonly do: 'attack'; readonly how: Attack }

/** An action and when it happens, in virtual ms. */
export type PlanItem = Action & { readonly at: number }

/** All that a run depends on. */
export interface Plan {
  readonly seed: number
  readonly agents: readonly string[]
  readonly updateBytes: number
  readonly idsPerJoin: number
  readonly networkMs: number
  readonly diskMs: number
  readonly relayDiskMs: number
  readonly items: readonly PlanItem[]
}

const refusals = ['quota', 'forbidden', 'rate-limited', 'draining', 'causal-gap'] as const

/** The plan of a seed. */
export function planOf(seed: number): Plan {
  const random = chanceOf(seed, 'plan')
  const agents = random.pick([
    ['A', 'B'],
    ['A', 'B', 'C'],
    ['A', 'A', 'B'],
    ['A', 'B', 'C', 'C'],
  ])
  const knobs = {
    updateBytes: random.pick([600, 4096, defaultLimits.updateBytes]),
    idsPerJoin: random.pick([3, 64]),
    networkMs: random.pick([5, 30, 150]),
    diskMs: random.pick([1, 10, 60]),
    relayDiskMs: random.pick([2, 20, 120]),
  }
  const spanMs = 4000 + random.below(6000)
  const hasRestores = random.chance(0.2)
  const isHostile = random.chance(0.4)
  const items: PlanItem[] = []
  const add = (action: Action): void => {
    items.push({ at: random.below(spanMs), ...action })
  }
  const writes = 20 + random.below(40)
  for (let n = 0; n < writes; n++) add(write(random, agents.length, n))
  for (let left = random.below(5); left > 0; left--) add({ do: 'compact', agent: random.below(agents.length) })
  for (let left = random.below(4); left > 0; left--) add({ do: 'erase', agent: random.below(agents.length) })
  for (let left = 3 + random.below(14); left > 0; left--) add(fault(random, agents.length))
  for (let left = isHostile ? 4 + random.below(10) : 0; left > 0; left--)
    add({ do: 'attack', how: random.pick(attacks) })
  if (hasRestores) {
    add({ do: 'relay-backup' })
    const restore = { do: 'relay-restore', isWiped: random.chance(0.4), downMs: random.below(600) } as const
    const at = random.below(spanMs)
    items.push({ at, ...restore })
    // Before the owners are back.
    const usurp = { do: 'attack', how: 'usurp' } as const
    if (isHostile) for (const ms of [20, 400, 700]) items.push({ at: at + restore.downMs + ms, ...usurp })
  }
  items.push(...fullRoom(chanceOf(seed, 'full room'), agents.length, spanMs))
  return { seed, agents, ...knobs, items: items.sort((a, b) => a.at - b.at) }
}

/** In some plans the room is full in the end, and deletes are made meanwhile. */
function fullRoom(random: SeededRandom, agents: number, spanMs: number): PlanItem[] {
  if (!random.chance(0.2)) return []
  const at = random.below(spanMs)
  const ms = spanMs / 2
  const full = { at, do: 'refuse', code: 'quota', rate: 1, ms } as const
  const freeing = Array.from({ length: 8 }, () => {
    const agent = random.below(agents)
    return { at: at + random.below(ms), do: random.pick(['erase', 'erase', 'compact'] as const), agent }
  })
  return [full, ...freeing]
}

function write(random: SeededRandom, agents: number, n: number): Action {
  const payloads = Array.from({ length: random.chance(0.15) ? 2 + random.below(2) : 1 }, (_, index) => {
    const kind = random.chance(0.06) ? 'POISON' : random.chance(0.02) ? 'x'.repeat(700) : 'v'
    return `${kind}${n}.${index}`
  })
  return { do: 'write', agent: random.below(agents), key: random.pick(['a', 'b', 'e']), payloads }
}

function fault(random: SeededRandom, agents: number): Action {
  const agent = random.below(agents)
  const lateMs = random.chance(0.3) ? random.below(3000) : 0
  const downMs = random.below(600)
  const x = random.next()
  if (x < 0.2) return { do: 'cut', agent, lateMs }
  if (x < 0.3) return { do: 'slow', agent, ms: random.below(4000) }
  if (x < 0.46) return { do: 'crash', agent, lateMs, pending: random.below(4) }
  if (x < 0.54) return { do: 'restart', agent, lateMs }
  if (x < 0.61) return { do: 'vanish', agent, lateMs }
  if (x < 0.65) return { do: 'disk-error', agent, lateMs }
  if (x < 0.81) return { do: 'relay-crash', isTorn: random.chance(0.6), downMs }
  if (x < 0.85) return { do: 'relay-disk-error', downMs }
  if (x < 0.93) {
    return { do: 'refuse', code: random.pick(refusals), rate: random.pick([0.2, 0.6, 1]), ms: random.below(1500) }
  }
  if (x < 0.97) return { do: 'read-only', agent, ms: random.below(1500) }
  return { do: 'revoke', agent, ms: random.below(1500) }
}
