import { cpus, loadavg } from 'node:os'
import { systemClock } from '../../../packages/relay/src/identity/clock'
import { testKey } from '../../../packages/relay/src/identity/tokens.fixture'
import { runCommand } from '../../command-line'
import { bundleRelay } from '../relay/prepare'
import { runRow } from '../relay/run-row'

/** The middle one. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

async function updatesPerSecond(environment: Readonly<Record<string, string>>): Promise<number> {
  Object.assign(process.env, environment)
  const row = { workload: 'fanout', subject: 'commonplace', records: 10_000, isQuick: true, limitMs: 60_000 } as const
  try {
    return Number((await runRow(row)).updatesPerSecond)
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name]
  }
}

process.exitCode = await runCommand(
  'bench access',
  {
    summary:
      'updates a second through a relay with tokens, bound ids and a policy log of 200 lines, against one that believes whoever comes; in turns',
    amount: { flag: 'rounds', usual: 3, most: 100 },
    async run({ count }, say) {
      say('bundling the relay …')
      await bundleRelay()
      const { jwk, sign } = await testKey(systemClock)
      const open: number[] = []
      const guarded: number[] = []
      for (let round = 1; round <= count; round++) {
        open.push(await updatesPerSecond({}))
        const token = await sign({ tenant: 'default', agent: 'bench', admin: true })
        guarded.push(await updatesPerSecond({ BENCH_KEYS: JSON.stringify({ keys: [jwk] }), BENCH_TOKEN: token }))
        say(`round ${round}: ${open.at(-1)} a second without, ${guarded.at(-1)} with`)
      }
      say(
        `${cpus().length} cores, load average ${loadavg()
          .map(each => each.toFixed(1))
          .join(' ')}`,
      )
      const numbers = {
        without: median(open),
        with: median(guarded),
        ratio: Number((median(guarded) / median(open)).toFixed(3)),
      }
      return { numbers, isClean: numbers.ratio >= 0.85 }
    },
  },
  process.argv.slice(2),
)
