import { execFile } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { installPeers } from '../../../scripts/install-peers'
import { bundle } from '../bundle'
import { type EngineName, engines, isEngineName } from './engines/engines'
import { ratiosOf } from './ratios'
import type { Row } from './row'

const usage = `The search index beside its peers: insert, update, remove, questions, memory, snapshots.

  pnpm bench search [--records N] [--only ENGINE,…] [--json]

  --records N       how many records (default 100000, from 2000 to 1000000)
  --only NAME,…     of ${Object.keys(engines).join(', ')}
  --json            the last line is {"records","ours","peers","ratios"}
  --help            print this and exit

Records and questions are made up from a seed. Every engine runs in a process of its own, one after the other. The peers are
installed beside the bench with npm when they are first needed. A ratio is ours ÷ theirs: lower is better.
`

class Misuse extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '100000' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const records = Number(values.records)
  if (!Number.isSafeInteger(records) || records < 2_000 || records > 1_000_000) {
    throw new Misuse('--records takes a number from 2000 to 1000000')
  }
  const names = (values.only ?? Object.keys(engines).join(',')).split(',').map(name => {
    if (!isEngineName(name)) throw new Misuse(`there is no engine "${name}"`)
    return name
  })
  return { ...values, records, names }
}

const peersFolder = fileURLToPath(new URL('./peers', import.meta.url))
/** Inside the library's own package, so that the bundle finds what the library depends on. */
const bundleFolder = fileURLToPath(
  new URL('../../../packages/memory/node_modules/.cache/bench-search', import.meta.url),
)
const limitMs = 900_000

async function runRow(engine: EngineName, records: number): Promise<Row> {
  const flags = ['--expose-gc', '--max-old-space-size=4096', join(bundleFolder, 'row.mjs')]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, '--engine', engine, '--records', String(records), '--peers', peersFolder],
    { timeout: limitMs, maxBuffer: 1 << 24 },
  )
  return JSON.parse(stdout)
}

async function run(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(usage)
    return
  }
  await bundle(fileURLToPath(new URL('./row.ts', import.meta.url)), bundleFolder, 'row')
  if (options.names.some(name => name !== 'commonplace' && name !== 'bm25')) await installPeers(peersFolder)
  const rows = new Map<EngineName, Row>()
  for (const name of options.names) {
    process.stderr.write(`${name} …`)
    const start = performance.now()
    try {
      rows.set(name, await runRow(name, options.records))
      process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
    } catch (error) {
      process.exitCode = 1
      process.stderr.write(` failed: ${error instanceof Error ? error.message : error}\n`)
    }
  }
  console.table(Object.fromEntries([...rows].map(([name, row]) => [name, shown(row)])))
  const ratios = ratiosOf(rows)
  console.table(ratios)
  const load = loadavg()
    .map(each => each.toFixed(1))
    .join(' ')
  process.stdout.write(
    `${options.records} records, ${cpus().length} cores, Node ${process.version}, load average ${load}\n`,
  )
  if (options.json) {
    const { commonplace: ours, ...peers } = Object.fromEntries(rows)
    process.stdout.write(`${JSON.stringify({ records: options.records, ours, peers, ratios })}\n`)
  }
}

/** One line of the table: p50 / p95 of each operation, in ms. */
function shown(row: Row): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' ? `${value.p50Ms} / ${value.p95Ms}` : value,
    ]),
  )
}

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench search: ${error instanceof Error ? error.message : error}\n`)
}
