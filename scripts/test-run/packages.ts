import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, runCheck } from './check'

/** Builds and packs every package, then asks publint and are-the-types-wrong about the tarballs. */
export async function checkPackages(): Promise<Outcome> {
  const name = 'packages build, publint, are-the-types-wrong'
  const folder = mkdtempSync(join(tmpdir(), 'commonplace-packages-'))
  try {
    const outcomes = [await runCheck('build', 'pnpm', ['--recursive', '--filter', './packages/*', 'run', 'build'])]
    for (const name of readdirSync('packages')) {
      if (outcomes.some(outcome => outcome.failed > 0)) break
      outcomes.push(await runCheck(`pack ${name}`, 'pnpm', ['pack', '--pack-destination', folder], join('packages', name)))
    }
    for (const tarball of readdirSync(folder)) {
      const path = join(folder, tarball)
      outcomes.push(await runCheck(`publint ${tarball}`, 'publint', [path, '--strict']))
      outcomes.push(await runCheck(`types of ${tarball}`, 'attw', [path, '--profile', 'esm-only']))
    }
    return {
      name,
      passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
      failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
