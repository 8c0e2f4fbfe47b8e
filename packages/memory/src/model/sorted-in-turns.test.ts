import { expect, test } from 'vitest'
import { Random, seedsOf } from './property/random.fixture'
import { sortedInTurns } from './sorted-in-turns'

const seeds = seedsOf(1, 30, process.env.SEEDS)

test(`sorts as toSorted does, what is alike in its order, and looks at the clock often, seeds ${seeds[0]} to ${seeds.at(-1)}`, async () => {
  for (const seed of seeds) {
    const random = new Random(seed)
    const all = Array.from({ length: random.int(6_000) }, (_, at) => ({ rank: random.int(1_000), at }))
    let looks = 0
    const pause = () => (looks++ % 3 === 0 ? Promise.resolve() : undefined)
    const byRank = (one: { rank: number }, other: { rank: number }) => one.rank - other.rank
    expect(await sortedInTurns(all, pause, byRank), `seed ${seed}`).toEqual(all.toSorted(byRank))
    expect(looks, `seed ${seed}`).toBeGreaterThanOrEqual(Math.floor(all.length / 512))
  }
})
