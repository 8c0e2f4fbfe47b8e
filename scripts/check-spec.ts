import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { coverageOf, rulesIn, titlesIn } from './spec-coverage'

const help = `check-spec: holds the rules of packages/protocol/SPEC.md against the titles of all tests

  npx tsx scripts/check-spec.ts [--strict] [--json]

  --strict  rules without a test fail the check too; else only tests that name an unknown rule do
  --json    prints { rules, tested, untested, unknown } as the last line`

const { values } = parseArgs({
  options: { strict: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log(help)
  process.exit(0)
}

const root = join(import.meta.dirname, '..')
const rules = rulesIn(readFileSync(join(root, 'packages/protocol/SPEC.md'), 'utf8'))
const titles = testFiles(root).flatMap(file =>
  titlesIn(readFileSync(file, 'utf8')).map(title => ({ title, file: relative(root, file) })),
)
const { untested, unknown } = coverageOf(rules, titles)

if (untested.length) console.log('Rules without a test:')
for (const rule of untested) console.log(`  ${rule.padEnd(5)} ${rules.get(rule)}`)
if (unknown.length) console.log('Tests that name a rule SPEC.md does not have:')
for (const { rule, title, file } of unknown) console.log(`  ${rule.padEnd(5)} ${file}: ${title}`)
console.log(`${rules.size} rules, ${rules.size - untested.length} tested, ${unknown.length} unknown`)
if (values.json)
  console.log(JSON.stringify({ rules: rules.size, tested: rules.size - untested.length, untested, unknown }))
process.exitCode = unknown.length || (values.strict && untested.length) ? 1 : 0

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'dist', '.git'].includes(entry.name) ? [] : testFiles(path)
    return /\.test\.tsx?$/.test(entry.name) ? [path] : []
  })
}
