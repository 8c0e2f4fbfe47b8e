import { expect, test } from 'vitest'
import { type GuardMode, GuardRun } from './guard-run.fixture'

const runs = 1000
const steps = 32

for (const mode of ['entries', 'any'] as const satisfies readonly GuardMode[]) {
  test(`GD3 GD4 GD7 GD8 GD9 GD16 the guard of rooms of ${mode} takes exactly what a whole document integrates`, () => {
    let submissions = 0
    for (let seed = 1; seed <= runs; seed++) {
      const run = new GuardRun(seed, mode)
      run.run(steps)
      submissions += run.submissions
      expect(run.faults, `seed ${seed}`).toEqual([])
    }
    expect(submissions).toBeGreaterThan(runs * 5)
  })
}
