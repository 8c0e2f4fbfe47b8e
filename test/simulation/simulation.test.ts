import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants } from './mutants'
import type { Plan } from './plan'
import { planOf } from './plan'
import { runMutants } from './run-mutants'
import { runPlan } from './run-plan'
import { type Failure, runSeeds } from './run-seeds'
import { shrink } from './shrink'

// 300 in all. A test each, so that a loaded machine has time for them.
const seeds = 50

test.each([1, 51, 101, 151, 201, 251])(`${seeds} seeds from %i hold what the protocol promises`, async from => {
  const failures: Failure[] = []
  await runSeeds(from, seeds, (_, failure) => failure && failures.push(failure))
  expect(failures, 'see pnpm simulate --from SEED --seeds 1').toEqual([])
})

const folder = new URL('regressions/', import.meta.url)
const kept = readdirSync(folder).map(file => {
  const { was, plan } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { was: string; plan: Plan }
  return { file, was, plan }
})

test.each(kept)('$file stays found: $was', async ({ plan }) => {
  expect((await runPlan(plan)).problems).toEqual([])
})

test('the same plan gives the same trace, another one another', async () => {
  const plan = planOf(42)
  const { trace } = await runPlan(plan)
  expect((await runPlan(plan)).trace).toBe(trace)
  expect((await runPlan(planOf(43))).trace).not.toBe(trace)
})

test('a plan shrinks to the items that it takes', async () => {
  const plan = planOf(7)
  const needed = [plan.items[3]!, plan.items.at(-4)!]
  const fewer = await shrink(plan, async ({ items }) => needed.every(item => items.includes(item)))
  expect(fewer.items).toEqual(needed)
})

test('engines that are broken on purpose are caught', async () => {
  const names = [
    'the relay acknowledges before its disk has it',
    'a refused write vanishes',
    'a claimed write need not supersede what is there',
  ]
  const broken = mutants.filter(({ name }) => names.includes(name))
  expect(broken).toHaveLength(names.length)
  for await (const { mutant, caught } of runMutants(broken, 1, 40)) expect(caught, mutant.name).not.toBeNull()
})
