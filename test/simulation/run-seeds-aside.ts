import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { optimizesLate } from '../../scripts/optimizes-late'
import { nodeBundles } from '../fixtures/node-bundles'
import { type Failure, runSeeds } from './run-seeds'

const script = fileURLToPath(new URL('./seeds-process.ts', import.meta.url))
// A process takes longer to start than fewer take to run.
const leastSeeds = 50

type OnDone = (done: number, failure: Failure | null) => void

/**
 * Runs seeds in as many processes as there are cores, each every so manyth of them; a seed gives the same run wherever it runs.
 *
 * @returns ms that they took, once their program was made ready
 * @throws when a process ends before its share is done
 */
export async function runSeedsAside(from: number, seeds: number, onDone: OnDone): Promise<number> {
  const processes = Math.min(availableParallelism(), Math.ceil(seeds / leastSeeds))
  // From source each closure is given its name when it is made, so that a seed takes half as long again.
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-simulation-'))
  try {
    if (processes > 1) await build(nodeBundles(folder, { seeds: script }, []))
    const started = performance.now()
    if (processes === 1) await runSeeds(from, seeds, onDone)
    else await runShares(join(folder, 'seeds.mjs'), processes, from, seeds, onDone)
    return performance.now() - started
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runShares(program: string, processes: number, from: number, seeds: number, onDone: OnDone) {
  let done = 0
  const shares = Array.from({ length: processes }, async (_, index) => {
    const share = Math.ceil((seeds - index) / processes)
    const child = fork(program, [from + index, share, processes].map(String), { execArgv: [...optimizesLate] })
    let left = share
    child.on('message', ({ failure }: { failure: Failure | null }) => {
      left--
      onDone(++done, failure)
    })
    const [code, signal] = await once(child, 'exit')
    if (left > 0) throw new Error(`a process ended with ${signal ?? code} and ${left} seeds to go`)
  })
  await Promise.all(shares)
}
