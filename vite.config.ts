import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './scripts/test-run/long-first.ts'

/** On a machine of others: a second try, which the reporter names, before a run is red. */
const retry = process.env.CI ? 1 : 0

/** What property tests draw their cases from, and how bytes are compared. */
const setupFiles = ['scripts/test-run/seed.ts', 'scripts/test-run/bytes.ts']

/** Bundles what the tests start in processes of their own. */
const globalSetup = ['test/fixtures/bundle-programs.ts']

/**
 * Functions are optimized when they have run fifteen times as long as Node 20 asks for: few of a test run for the time that it takes.
 * A Node whose V8 does not have the flag would not start with it.
 */
const optimizesLate = ['--interrupt-budget=1000000']
const execArgv = spawnSync(process.execPath, [...optimizesLate, '--version']).status === 0 ? optimizesLate : []

/** How long `expect.poll` looks for a state that is to come. */
const poll = { timeout: 30_000 }

export default defineConfig({
  test: {
    // More than there are cores: browsers and processes come first, and their tests wait for them a third of the time.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          // No file changes what another imports; loading all of it anew for each took a third of the time.
          isolate: false,
          expect: { poll },
          setupFiles,
          execArgv,
          retry,
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'processes',
          isolate: false,
          expect: { poll },
          setupFiles,
          execArgv,
          globalSetup,
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/browser/**'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          retry,
        },
      },
      {
        test: {
          name: 'browser',
          isolate: false,
          expect: { poll },
          setupFiles,
          execArgv,
          globalSetup: [...globalSetup, 'test/browser/page-desk.ts'],
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
        },
      },
    ],
  },
})
