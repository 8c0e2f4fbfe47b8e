import { cpus, loadavg } from 'node:os'
import { systemClock } from '../../../packages/relay/src/identity/clock'
import { testKey } from '../../../packages/relay/src/identity/tokens.fixture'
import { runCommand } from '../../command-line'
import { bundleRelay } from '../relay/prepare'
import { runRow } from '../relay/run-row'
import type { Row } from '../relay/workloads/workload'

/** The middle one. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const medianOf = (rows: readonly Row[], name: string): number => median(rows.map(row => Number(row[name])))
const share = (ours: number, theirs: number): number => Number((ours / theirs).toFixed(3))

/** One row of the relay's fan-out bench, with this in the environment of the relay and of its clients. */
async function play(environment: Readonly<Record<string, string>>): Promise<Row> {
  Object.assign(process.env, environment)
  try {
    return await runRow({
      workload: 'fanout',
      subject: 'commonplace',
      records: 10_000,
      isQuick: true,
      limitMs: 60_000,
    })
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name]
  }
}

process.exitCode = await runCommand(
  'bench access',
  {
    summary:
      'the relay with tokens, bound ids and a policy log of 200 lines against one that believes whoever comes, in turns. A relay is one thread: what an update costs it bounds how many get through, and is what a busy machine can still tell',
    amount: { flag: 'rounds', usual: 3, most: 100 },
    async run({ count }, say) {
      say('bundling the relay …')
      await bundleRelay()
      const { jwk, sign } = await testKey(systemClock)
      const open: Row[] = []
      const guarded: Row[] = []
      for (let round = 1; round <= count; round++) {
        open.push(await play({}))
        const token = await sign({ tenant: 'default', agent: 'bench', admin: true })
        guarded.push(await play({ BENCH_KEYS: JSON.stringify({ keys: [jwk] }), BENCH_TOKEN: token }))
        const words = [open, guarded].map(
          rows => `${rows.at(-1)!.updatesPerSecond} a second, ${rows.at(-1)!.cpuUsPerUpdate} µs each`,
        )
        say(`round ${round}: ${words[0]} without, ${words[1]} with`)
      }
      const load = loadavg().map(each => each.toFixed(1))
      say(`${cpus().length} cores, load average ${load.join(' ')}`)
      const [without, guardedRate] = [medianOf(open, 'updatesPerSecond'), medianOf(guarded, 'updatesPerSecond')]
      const [usWithout, usWith] = [medianOf(open, 'cpuUsPerUpdate'), medianOf(guarded, 'cpuUsPerUpdate')]
      const numbers = {
        ...{ without, with: guardedRate, ratio: share(guardedRate, without) },
        ...{ usWithout, usWith, cpuRatio: share(usWithout, usWith) },
      }
      return { numbers, isClean: numbers.cpuRatio >= 0.85 }
    },
  },
  process.argv.slice(2),
)
