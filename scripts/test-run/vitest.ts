import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Outcome } from './check'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
}

/** What Vitest is told to run one group of tests only. */
export const groups = {
  unit: ['--exclude', 'test/**'],
  processes: ['test/', '--exclude', 'test/browser/**'],
  browser: ['test/browser/'],
} as const

export type Group = keyof typeof groups

/** Runs Vitest with its own output, and counts what it reports. A file that fails to load counts as a failed test. */
export async function runVitest(group: Group | undefined): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'commonplace-vitest-'))
  const file = join(folder, 'report.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  if (group) args.push(...groups[group])
  // The tests stay on the loopback. Node 20 reads certificates that are named here, and its own, whenever it starts.
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined }
  try {
    const code = await new Promise<number>(resolve => {
      const child = spawn('vitest', args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
      child.on('error', () => resolve(1))
      child.on('close', code => resolve(code ?? 1))
    })
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1)
    return { name: 'tests', passed: report.numPassedTests, failed }
  } catch (error) {
    console.log(`vitest gave no report: ${(error as Error).message}`)
    return { name: 'tests', passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
