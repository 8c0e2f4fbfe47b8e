import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mutants } from './mutants'
import { planOf } from './plan'
import { runMutants } from './run-mutants'
import { runPlan } from './run-plan'
import type { Failure } from './run-seeds'
import { runSeedsAside } from './run-seeds-aside'
import { shrink } from './shrink'

const help = `Usage: pnpm simulate [options]

Agents, a relay, and everything that can go wrong between them, on a virtual clock, network and disk: the sync session of
the library, the room engine, guard and log of the relay. Each seed is a plan; the same seed gives the same run.

  --seeds N    how many seeds (300; with --mutants at most so many for each, 200)
  --from S     the first seed (1)
  --mutants    break the engine on purpose, one way after the other, and show that each is caught
  --keep       store the shrunk plan of what fails under test/simulation/regressions
  --json       print one JSON object as the last line
  --help       this text
`

/** So many failing plans are shrunk; the others are only named. */
const shrunkPlans = 3

async function simulate(from: number, seeds: number, isKept: boolean): Promise<object> {
  const failures: Failure[] = []
  let isTold = 0
  const ms = await runSeedsAside(from, seeds, (done, failure) => {
    if (failure) {
      failures.push(failure)
      console.log(`seed ${failure.seed}: ${failure.problems.slice(0, 3).join('; ')}`)
    }
    if (performance.now() - isTold < 5000 || done === seeds) return
    isTold = performance.now()
    console.log(`${done} of ${seeds} seeds, ${failures.length} failed`)
  })
  const seedsPerSecond = Math.round((seeds / ms) * 10_000) / 10
  for (const { seed } of failures.slice(0, shrunkPlans)) await explain(seed, isKept)
  console.log(`${seeds} seeds, ${failures.length} failed, ${seedsPerSecond} seeds a second`)
  return { seeds, failed: failures.length, seedsPerSecond }
}

async function explain(seed: number, isKept: boolean): Promise<void> {
  const plan = await shrink(planOf(seed), async fewer => (await runPlan(fewer)).problems.length > 0)
  const { problems } = await runPlan(plan)
  console.log(`seed ${seed} shrunk to ${plan.items.length} items: ${problems[0] ?? 'fails only in full'}`)
  for (const item of plan.items) console.log(`  ${JSON.stringify(item)}`)
  if (!isKept) return
  const file = fileURLToPath(new URL(`regressions/seed-${seed}.json`, import.meta.url))
  writeFileSync(file, `${JSON.stringify({ was: problems[0], plan }, null, 2)}\n`)
  console.log(`kept as ${file}`)
}

async function breakOnPurpose(from: number, seeds: number): Promise<object> {
  let killed = 0
  const survived: string[] = []
  for await (const { mutant, caught } of runMutants(mutants, from, seeds)) {
    if (caught) killed++
    else survived.push(mutant.name)
    console.log(
      `${mutant.name}: ${caught ? `caught by seed ${caught.seed}, ${caught.problem.slice(0, 100)}` : 'SURVIVED'}`,
    )
  }
  console.log(`${mutants.length} mutants, ${killed} caught, ${survived.length} survived`)
  return { mutants: mutants.length, killed, survived: survived.length }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 1) return number
  console.error(`--${name} wants a whole number from 1 on, not "${text}"; see pnpm simulate --help`)
  process.exit(2)
}

function options() {
  try {
    return parseArgs({
      options: {
        seeds: { type: 'string' },
        from: { type: 'string', default: '1' },
        mutants: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}; see pnpm simulate --help`)
    process.exit(2)
  }
}

const values = options()
if (values.help) {
  console.log(help)
  process.exit(0)
}
const from = wholeNumber('from', values.from)
const seeds = wholeNumber('seeds', values.seeds ?? (values.mutants ? '200' : '300'))
const result = values.mutants ? await breakOnPurpose(from, seeds) : await simulate(from, seeds, values.keep)
if (values.json) console.log(JSON.stringify(result))
if ('failed' in result ? result.failed !== 0 : 'survived' in result && result.survived !== 0) process.exitCode = 1
