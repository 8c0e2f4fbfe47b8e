import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, type Outcome, runCheck } from './check'
import { checkConsumer } from './consumer'
import { clientFault, publishFaults, typeFaults } from './tarball'

/** Builds and packs every package, asks publint and are-the-types-wrong about the tarballs, and uses them in a project of their own. */
export async function checkPackages(): Promise<Outcome> {
  const name = 'packages build, publint, are-the-types-wrong, used'
  const folder = mkdtempSync(join(tmpdir(), 'commonplace-packages-'))
  try {
    const built = await runCheck('build', 'tsdown', [])
    const packed = built.failed === 0 ? await runCheck('pack', 'pnpm', packing(folder)) : null
    const names = packed?.failed === 0 ? readdirSync('packages') : []
    const checked = await checkEach(names, folder)
    const tarballs = new Map(names.map(each => [`@commonplace/${each}`, tarballOf(folder, each)]))
    const isWhole = names.length > 0 && checked.every(({ failed }) => failed === 0)
    const used = isWhole ? await checkConsumer(join(folder, 'consumer'), tarballs) : []
    const outcomes = [built, ...(packed ? [packed] : []), ...checked, ...used]
    return {
      name,
      passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
      failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const packing = (folder: string) => ['--recursive', '--filter', './packages/*', 'pack', '--out', join(folder, '%s.tgz')]

function tarballOf(folder: string, name: string): string {
  return join(folder, `commonplace-${name}.tgz`)
}

/** In this process, one after the other: as commands, each package would load a compiler of its own. */
async function checkEach(names: readonly string[], folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const name of names) {
    const tarball = new Uint8Array(readFileSync(tarballOf(folder, name)))
    outcomes.push(await check(`publint ${name}`, () => publishFaults(tarball)))
    outcomes.push(await check(`types of ${name}`, () => typeFaults(tarball, styleSheetsOf(join('packages', name)))))
    outcomes.push(await check(`client entries of ${name}`, async () => clientFault(tarball)))
  }
  return outcomes
}

/** Entries of a package that have no types because they are no code. */
function styleSheetsOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>
  }
  return Object.keys(manifest.exports).filter(entry => entry.endsWith('.css'))
}
