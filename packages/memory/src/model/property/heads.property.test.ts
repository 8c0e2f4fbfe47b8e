import { expect, test } from 'vitest'
import { seedsOf } from './random.fixture'
import { runWorld } from './world.fixture'

const seeds = seedsOf(1, 1500, process.env.SEEDS)

test(`heads equal the oracle's on every replica, whatever the order of delivery, seeds ${seeds[0]} to ${seeds.at(-1)}`, () => {
  const runs = seeds.map(runWorld)
  if (seeds.length < 100) return
  const total = (name: keyof (typeof runs)[number]) => runs.reduce((sum, run) => sum + run[name], 0)
  expect(total('compacted'), 'entries compacted').toBeGreaterThan(seeds.length)
  expect(total('refused'), 'writes refused').toBeGreaterThan(seeds.length)
  expect(total('skipped'), 'things skipped').toBeGreaterThan(seeds.length)
  expect(Math.max(...runs.map(run => run.most)), 'most heads of a key').toBeGreaterThan(4)
}, 300_000)
