import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { optimizesLate } from './scripts/optimizes-late.ts'
import { LongFirst } from './scripts/test-run/long-first.ts'

/** On a machine of others: a second try, which the reporter names, before a run is red. */
const retry = process.env.CI ? 1 : 0

/** What property tests draw their cases from, and how bytes are compared. */
const setupFiles = ['scripts/test-run/seed.ts', 'scripts/test-run/bytes.ts']

/** Bundle what the tests start in processes of their own, and serve the pages they open. */
const globalSetup = ['test/fixtures/bundle-programs.ts', 'test/browser/page-desk.ts']

// One project for all: each has workers of its own, which load all of this repository anew.
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    // More than there are cores: tests of browsers and processes wait for these a third of the time.
    maxWorkers: availableParallelism() + 2,
    // No file changes what another imports; loading all of it anew for each took a third of the time.
    isolate: false,
    sequence: { sequencer: LongFirst },
    setupFiles,
    globalSetup,
    execArgv: [...optimizesLate],
    retry,
    // How long a state is looked for that is to come.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
