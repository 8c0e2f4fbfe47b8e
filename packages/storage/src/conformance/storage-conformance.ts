import type { Case, CrashablePlace, Place } from './case'
import { commitCases } from './commits'
import { crashCases } from './crash'
import { keyCases } from './keys'
import { lifecycleCases } from './lifecycle'
import { rangeCases } from './ranges'
import { valueCases } from './values'

/** What the suite needs of a test runner; vitest, jest, mocha and node:test have it. */
export interface Runner {
  describe(name: string, body: () => void): unknown
  test(title: string, body: () => Promise<void>): unknown
}

/**
 * Declares the tests that every storage adapter passes.
 *
 * @param name of the adapter, for the titles
 * @param makePlace makes a new, empty place for one store
 * @param runner where to declare the tests
 * @example
 * import { describe, test } from 'vitest'
 * storageConformance('memory', async () => {
 *   const disk = new MemoryDisk()
 *   return { open: async () => memoryStorage({ from: disk }) }
 * }, { describe, test })
 */
export function storageConformance(name: string, makePlace: () => Promise<Place>, runner: Runner) {
  runner.describe(`${name} conforms to the storage seam`, () => {
    declare('keys', keyCases, makePlace, runner)
    declare('values', valueCases, makePlace, runner)
    declare('ranges', rangeCases, makePlace, runner)
    declare('commits', commitCases, makePlace, runner)
    declare('life cycle', lifecycleCases, makePlace, runner)
  })
}

/**
 * Declares the tests of crashes, for an adapter that a test can crash within its own process. For the others, run
 * `writeUntilCrash` in a process or page that the test kills, and check with `verifyAfterCrash`.
 */
export function crashConformance(name: string, makePlace: () => Promise<CrashablePlace>, runner: Runner) {
  runner.describe(`${name} survives crashes`, () => declare('crashes', crashCases, makePlace, runner))
}

function declare<P extends Place>(
  topic: string,
  cases: readonly Case<P>[],
  makePlace: () => Promise<P>,
  { describe, test }: Runner,
) {
  describe(topic, () => {
    for (const { title, run } of cases) {
      test(title, async () => {
        const place = await makePlace()
        try {
          await run(place)
        } finally {
          await place.remove?.()
        }
      })
    }
  })
}
