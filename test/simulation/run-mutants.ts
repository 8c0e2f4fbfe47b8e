import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createServer, type ViteDevServer } from 'vite'
import type { Mutant } from './mutants'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What became of a mutant: the first seed that caught it with what it said, or null. */
export interface Verdict {
  readonly mutant: Mutant
  readonly caught: { readonly seed: number; readonly problem: string } | null
}

/**
 * Runs seeds on engines that are broken on purpose, one after the other. The sources are changed on their way into
 * this process, never on disk.
 *
 * @throws when a text that a mutant changes does not stand exactly once in its file
 */
export async function* runMutants(mutants: readonly Mutant[], from: number, seeds: number): AsyncGenerator<Verdict> {
  for (const mutant of mutants) assertFits(mutant)
  let current: Mutant | null = null
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    ssr: { noExternal: [/^@commonplace\//] },
    plugins: [
      { name: 'mutant', enforce: 'pre', transform: (code, id) => (current ? changed(current, id, code) : null) },
    ],
  })
  try {
    for (const mutant of mutants) {
      current = mutant
      server.moduleGraph.invalidateAll()
      yield { mutant, caught: await firstCatch(server, from, seeds) }
    }
  } finally {
    await server.close()
  }
}

async function firstCatch(server: ViteDevServer, from: number, seeds: number): Promise<Verdict['caught']> {
  const { planOf } = await server.ssrLoadModule('/test/simulation/plan.ts')
  const { runPlan } = await server.ssrLoadModule('/test/simulation/run-plan.ts')
  for (let seed = from; seed < from + seeds; seed++) {
    const { problems } = await runPlan(planOf(seed))
    if (problems.length > 0) return { seed, problem: problems[0] }
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
