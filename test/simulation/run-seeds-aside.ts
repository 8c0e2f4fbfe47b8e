import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { tsx } from '../../scripts/tsx'
import { type Failure, runSeeds } from './run-seeds'

const script = fileURLToPath(new URL('./seeds-process.ts', import.meta.url))
// A process takes longer to start than fewer take to run.
const leastSeeds = 50

/**
 * Runs seeds in as many processes as there are cores, each every so manyth of them; a seed gives the same run wherever it runs.
 *
 * @throws when a process ends before its share is done
 */
export async function runSeedsAside(
  from: number,
  seeds: number,
  onDone: (done: number, failure: Failure | null) => void,
): Promise<void> {
  const processes = Math.min(availableParallelism(), Math.ceil(seeds / leastSeeds))
  if (processes === 1) return runSeeds(from, seeds, onDone)
  let done = 0
  const shares = Array.from({ length: processes }, async (_, index) => {
    const share = Math.ceil((seeds - index) / processes)
    const child = fork(script, [from + index, share, processes].map(String), { execArgv: tsx })
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
