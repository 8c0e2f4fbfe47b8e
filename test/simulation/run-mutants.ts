import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import { nodeBundles, root } from '../fixtures/node-bundles'
import type { Mutant } from './mutants'

/** What became of a mutant: the first seed that caught it with what it said, or null. */
export interface Verdict {
  readonly mutant: Mutant
  readonly caught: { readonly seed: number; readonly problem: string } | null
}

/**
 * Runs seeds on engines that are broken on purpose, one after the other. The sources are changed on their way into a bundle,
 * never on disk.
 *
 * @throws when a text that a mutant changes does not stand exactly once in its file
 */
export async function* runMutants(mutants: readonly Mutant[], from: number, seeds: number): AsyncGenerator<Verdict> {
  for (const mutant of mutants) assertFits(mutant)
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-mutants-'))
  try {
    for (const [index, mutant] of mutants.entries()) {
      const engine = await brokenEngine(mutant, join(folder, String(index)))
      yield { mutant, caught: await firstCatch(engine, from, seeds) }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Engine = Pick<typeof import('./plan'), 'planOf'> & Pick<typeof import('./run-plan'), 'runPlan'>

async function brokenEngine(mutant: Mutant, outDir: string): Promise<Engine> {
  const files = ['plan', 'run-plan']
  const input = files.map(name => [name, fileURLToPath(new URL(`${name}.ts`, import.meta.url))])
  const breaking: Plugin = { name: 'mutant', enforce: 'pre', transform: (code, id) => changed(mutant, id, code) }
  await build(nodeBundles(outDir, Object.fromEntries(input), [breaking]))
  const [plan, run] = await Promise.all(files.map(name => import(pathToFileURL(join(outDir, `${name}.mjs`)).href)))
  return { planOf: plan.planOf, runPlan: run.runPlan }
}

async function firstCatch({ planOf, runPlan }: Engine, from: number, seeds: number): Promise<Verdict['caught']> {
  for (let seed = from; seed < from + seeds; seed++) {
    const { problems } = await runPlan(planOf(seed))
    if (problems.length > 0) return { seed, problem: problems[0]! }
  }
  return null
}

function changed(mutant: Mutant, id: string, code: string): string | null {
  const edits = mutant.edits.filter(({ file }) => id === `${root}${file}`)
  return edits.length === 0 ? null : edits.reduce((text, { from, to }) => text.replace(from, () => to), code)
}

/** @throws when a text that the mutant changes does not stand exactly once in its file */
export function assertFits({ name, edits }: Mutant): void {
  for (const { file, from } of edits) {
    const count = readFileSync(`${root}${file}`, 'utf8').split(from).length - 1
    if (count !== 1) throw new Error(`mutant "${name}": ${file} has "${from}" ${count} times, it must stand there once`)
  }
}
