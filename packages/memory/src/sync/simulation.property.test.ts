import { describe, expect, test } from 'vitest'
import { regressions } from './regressions.fixture'
import { type Faults, Simulation } from './simulation.fixture'
import { check } from './simulation-check.fixture'

const seeds = Number(process.env.SYNC_SEEDS ?? 25)
const first = Number(process.env.SYNC_FIRST_SEED ?? 1)

async function run(seed: number, faults: Faults): Promise<string[]> {
  const simulation = new Simulation(seed, faults)
  await simulation.run()
  return check(simulation)
}

const worlds: Record<string, Faults> = {
  'crashes, cuts and refusals': {},
  'and zombies': { zombies: true },
  'and a relay restored from a backup': { restores: true },
  'and copied stores': { clones: true },
  'and disks that lie': { lies: true },
}

describe.each(Object.entries(worlds))('%s', (name, faults) => {
  test(`${seeds} seeds`, async () => {
    for (let seed = first; seed < first + seeds; seed++) {
      expect(await run(seed, faults), `seed ${seed}, ${name}`).toEqual([])
    }
  })
})

test.each(regressions)('seed $seed stays found: $was', async ({ seed, faults }) => {
  expect(await run(seed, faults)).toEqual([])
})
