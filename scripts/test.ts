import { parseArgs } from 'node:util'
import { ensureBrowser } from './test-run/browser'
import { type Outcome, runCheck } from './test-run/check'
import { checkPackages } from './test-run/packages'
import { type Group, groups, runVitest } from './test-run/vitest'

const help = `Usage: pnpm test [options]

Types, lint, specification, unit and property tests, conformance, interop, processes, browser, packages.

  --group NAME   only one group of tests: unit, processes or browser
  --help         this text
`

const { group, help: isHelp } = readFlags()
if (isHelp) {
  console.log(help)
  process.exit(0)
}

// The packages are checked one step after the other, with a core to spare: the tests begin beside that.
const packages = checkPackages()
const needsBrowser = group === undefined || group === 'browser'
const outcomes: Outcome[] = await Promise.all([
  ...(needsBrowser ? [ensureBrowser()] : []),
  // By its path: both compilers are called tsc.
  runCheck('types', process.execPath, ['node_modules/typescript-native/bin/tsc', '--noEmit']),
  runCheck('lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']),
  runCheck('specification', 'tsx', ['scripts/check-spec.ts', '--strict']),
])
outcomes.push(...(await Promise.all([packages, runVitest(group)])))

for (const { name, failed } of outcomes) if (failed > 0) console.log(`failed: ${name}`)
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

function readFlags(): { group?: Group; help?: boolean | undefined } {
  try {
    const { values } = parseArgs({ options: { group: { type: 'string' }, help: { type: 'boolean' } } })
    const { group, help } = values
    if (group === undefined) return { help }
    if (!Object.hasOwn(groups, group)) throw new Error(`there is no group of tests "${group}"`)
    return { group: group as Group, help }
  } catch (error) {
    console.error(`test: ${(error as Error).message}\n\n${help}`)
    process.exit(2)
  }
}
