import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { bundleRelay, installRelayPeers } from './prepare'
import { isGeneratorBound, type Results, ratiosOf } from './ratios'
import { runRow } from './run-row'
import { isSubjectName, type SubjectName, subjects } from './subjects'
import { Turns } from './turns'
import type { Row } from './workloads/workload'
import { isWorkloadName, titles, type WorkloadName, workloads } from './workloads/workloads'

const usage = `The relay against its peers and against bare sockets, side by side.

  pnpm bench relay [--quick] [--json] [--only WORKLOAD,…] [--against SERVER,…] [--records N] [--profile FOLDER]

  --quick            rooms of 10,000 records, servers in memory only; some five minutes
  --json             the last line is {"workloads","ratios"}
  --only NAME,…      of ${Object.keys(workloads).join(', ')}
  --against NAME,…   of ${Object.keys(subjects)
    .filter(name => name !== 'commonplace')
    .join(', ')}; or none
  --records N        records of a filled room (default 100000, with --quick 10000)
  --profile FOLDER   writes a CPU profile of our relay in each workload
  --help             print this and exit

The peers are installed beside the bench with npm when they are first needed. A ratio is ours ÷ theirs: lower is better,
except for those that are named a rate.
`

const inMemory: readonly SubjectName[] = ['commonplace', 'hocuspocus', 'y-websocket', 'bare-ws']
const isBare = (subject: SubjectName) => !subjects[subject].isPeer && subject !== 'commonplace'

/** Which servers a workload says something about. */
function suits(workload: WorkloadName, subject: SubjectName, isShort: boolean): boolean {
  if (workload === 'fanout' || workload === 'spread') return true
  if (workload === 'spreadMultiplexed') return subject === 'commonplace' || isBare(subject)
  // Its ratio is to bare sockets.
  if (workload === 'idle' && isShort) return subject === 'commonplace' || subject === 'bare-ws'
  if (workload === 'idle') return subject !== 'bare-ws-coalesced'
  return !isBare(subject)
}

class Misuse extends Error {}

function list<T extends string>(text: string, isName: (name: string) => name is T, what: string): T[] {
  return text.split(',').map(name => {
    if (!isName(name)) throw new Misuse(`there is no ${what} "${name}"`)
    return name
  })
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      against: { type: 'string' },
      records: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const all = Object.keys(subjects).filter(isSubjectName)
  const against = values.against === 'none' ? [] : values.against && list(values.against, isSubjectName, 'server')
  const records = Number(values.records ?? (values.quick ? 10_000 : 100_000))
  if (!Number.isSafeInteger(records) || records < 200 || records > 1_000_000) {
    throw new Misuse('--records takes a number from 200 to 1000000')
  }
  return {
    ...values,
    records,
    workloads: values.only
      ? list(values.only, isWorkloadName, 'workload')
      : Object.keys(workloads).filter(isWorkloadName),
    subjects: against ? (['commonplace', ...against] as SubjectName[]) : values.quick ? [...inMemory] : all,
  }
}

/** One workload against all servers, a round of each in turn: what else the machine does meets all alike. */
async function playAll(
  workload: WorkloadName,
  playing: readonly SubjectName[],
  { records, quick, profile }: ReturnType<typeof readOptions>,
): Promise<Map<SubjectName, Row>> {
  const turns = new Turns()
  const limitMs = quick ? 90_000 : 240_000
  const play = async (subject: SubjectName): Promise<[SubjectName, Row] | null> => {
    const ofOurs = subject === 'commonplace' ? profile : undefined
    try {
      const row = await runRow({ workload, subject, records, isQuick: quick, profile: ofOurs, limitMs, turns })
      return [subject, isGeneratorBound(row) ? { ...row, isGeneratorBound: true } : row]
    } catch (error) {
      process.exitCode = 1
      process.stderr.write(` ${subject} failed: ${error instanceof Error ? error.message : error};`)
      return null
    }
  }
  return new Map((await Promise.all(playing.map(play))).filter(row => row !== null))
}

async function run(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(usage)
    return
  }
  process.stderr.write('bundling the relay …\n')
  await bundleRelay()
  if (options.subjects.some(subject => subjects[subject].isPeer)) {
    await installRelayPeers(options.subjects.includes('hocuspocus-sqlite'))
  }
  const results: Results = new Map()
  const begin = performance.now()
  for (const workload of options.workloads) {
    const playing = options.subjects.filter(each =>
      suits(workload, each, options.quick && options.against === undefined),
    )
    process.stderr.write(`${workload} · ${playing.join(', ')} …`)
    const start = performance.now()
    const rows = await playAll(workload, playing, options)
    results.set(workload, rows)
    process.stderr.write(` ${seconds(start)} s\n`)
    process.stdout.write(`\n${titles[workload]}\n`)
    console.table(Object.fromEntries(rows))
  }
  const ratios = ratiosOf(results)
  process.stdout.write('\nOurs ÷ theirs\n')
  console.table(ratios)
  const load = loadavg()
    .map(each => each.toFixed(1))
    .join(' ')
  process.stdout.write(`${seconds(begin)} s on ${cpus().length} cores, Node ${process.version}, load average ${load}\n`)
  if (options.json) {
    const plain = Object.fromEntries([...results].map(([workload, rows]) => [workload, Object.fromEntries(rows)]))
    const plainRatios = Object.fromEntries(Object.entries(ratios).map(([name, { ratio }]) => [name, ratio]))
    process.stdout.write(`${JSON.stringify({ workloads: plain, ratios: plainRatios })}\n`)
  }
}

const seconds = (start: number): string => ((performance.now() - start) / 1000).toFixed(1)

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench relay: ${error instanceof Error ? error.message : error}\n`)
}
