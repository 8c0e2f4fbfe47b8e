import { expect, test } from 'vitest'
import { type OwnStanding, SupportGraph, type SupportState } from '../support-graph'
import { trustOrder } from '../support-node'
import { Random, seedsOf } from './random.fixture'
import { standNaively } from './support-oracle.fixture'

const seeds = seedsOf(1, 1200, process.env.SEEDS)

test(`what stands equals the oracle's after every change, in any order, loops and missing versions included, seeds ${seeds[0]} to ${seeds.at(-1)}`, () => {
  const met = { closed: 0, waiting: 0, reopened: 0, looped: 0, cleared: 0 }
  for (const seed of seeds) run(seed, met)
  if (seeds.length < 1000) return
  for (const [what, count] of Object.entries(met)) expect(count, `${what} met`).toBeGreaterThan(100)
}, 120_000)

/** As `expect(found).toBe(wanted)`, which took twice as long as what is tested: a hundred thousand are looked at. */
function same<T>(found: T, wanted: T, what: string): void {
  if (found !== wanted) expect(found, what).toBe(wanted)
}

function run(
  seed: number,
  met: { closed: number; waiting: number; reopened: number; looped: number; cleared: number },
): void {
  const random = new Random(seed)
  const ids = Array.from({ length: 2 + random.int(8) }, (_, i) => `v${i}`)
  const versions = new Map<string, SupportState>()
  const graph = new SupportGraph()
  const shown = new Map<string, string>()
  const stuck = new Map<string, number>()
  const forgotten = new Set<string>()
  const mayLoop = random.chance(0.5)
  for (let left = 4 + random.int(24); left > 0; left--) {
    const id = random.pick(ids)
    if (random.chance(0.1)) {
      versions.delete(id)
      forgotten.add(id)
      graph.forget(id)
    } else {
      const before = versions.get(id)
      const earlier = mayLoop ? ids : ids.slice(0, ids.indexOf(id))
      const supports = before && random.chance(0.7) ? before.supports : random.some(earlier, random.pick([0.15, 0.4]))
      const own: OwnStanding = random.pick(['sound', 'sound', 'sound', 'waiting', 'gone'])
      const bits = () => random.pick([0, 0, 1, 2, 3])
      const state: SupportState = {
        ...{ own, trust: random.pick(trustOrder), supports },
        ...{ marks: bits(), cleared: bits() },
      }
      versions.set(id, state)
      graph.set(id, state)
    }
    if (random.chance(0.3)) continue
    const changed = new Set(graph.settle())
    const expected = standNaively(versions)
    for (const each of [...shown.keys()]) if (!versions.has(each)) shown.delete(each)
    for (const each of [...stuck.keys()]) if (!versions.has(each)) stuck.delete(each)
    for (const [each, { standing, trust, taint }] of expected) {
      const where = `seed ${seed}: ${each}`
      same(graph.standingOf(each), standing, `${where} stands`)
      same(graph.trustOf(each) ?? versions.get(each)!.trust, trust, `${where} is trusted`)
      same(graph.taintOf(each), taint, `${where} is tainted`)
      if (taint !== (stuck.get(each) ?? 0)) {
        same(changed.has(each) || forgotten.has(each), true, `${where} was reported for what sticks to it`)
        if (taint === 0) met.cleared++
      }
      stuck.set(each, taint)
      const before = shown.get(each) ?? 'open'
      if (before !== standing) {
        same(changed.has(each) || forgotten.has(each), true, `${where} was reported`)
        if (before === 'closed') met.reopened++
      }
      if (standing !== 'open') met[standing]++
      if (versions.get(each)!.supports.includes(each)) met.looped++
      shown.set(each, standing)
    }
    forgotten.clear()
  }
  graph.settle()
  const others = new Map([...versions].filter(() => random.chance(0.3)))
  for (const [id, state] of others) others.set(id, { ...state, own: random.pick(['sound', 'waiting', 'gone']) })
  const changed = graph.where(others)
  for (const [id, { standing }] of standNaively(new Map([...versions, ...others]))) {
    const where = changed.has(id) ? changed : graph
    same(where.standingOf(id), standing, `seed ${seed}: ${id} would stand`)
  }
  const whole = new SupportGraph()
  for (const [id, state] of random.shuffle([...versions])) whole.set(id, state)
  whole.settle()
  for (const id of versions.keys()) {
    same(whole.standingOf(id), graph.settle() && graph.standingOf(id), `seed ${seed}: ${id} at once`)
  }
}
