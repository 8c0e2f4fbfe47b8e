import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SeededRandom } from '@commonplace/protocol/testing'
import { tsx } from '../../../scripts/tsx'
import type { Command } from '../../command'
import { Workshop } from '../workshop'
import { imageOf, type Survival } from './image'
import { findCompiler, recordWorkload } from './record'
import type { Step } from './recording'

const file = 'data.mdb'
const records = 60
const survivals: readonly Survival[] = ['none', 'all', 'torn']
const atOnce = 2
const openMs = 60_000
const inspector = fileURLToPath(new URL('./inspect-image.ts', import.meta.url))

/** Power cuts: what the disk may hold of the relay's store at any moment, opened again. */
export const powercut: Command = {
  summary: 'images of the disk at every step of the relay’s store, sectors lost and torn; each must open with all acks',
  amount: { flag: 'images', usual: 300, most: 1_000_000 },
  run: ({ count, seed }, say) =>
    Workshop.use('powercut', async workshop => {
      const numbers = { images: 0, lost: 0, unopenable: 0 }
      const compiler = findCompiler()
      if (compiler === null || process.platform !== 'linux') {
        say('powercut needs Linux and a C compiler (cc, gcc or clang): nothing was checked')
        return { numbers, isClean: true }
      }
      const { steps, store } = await recordWorkload(workshop, compiler, records)
      await assertComplete(steps, store)
      const first = steps.findIndex(({ kind, offset }) => kind === 'A' && offset === 0)
      const cuts = steps.length - first
      say(`${steps.length} steps recorded, ${cuts} of them since the relay listened`)
      const next = { image: 0 }
      const work = async () => {
        while (next.image < count) {
          const n = next.image++
          // Spread over all steps, each with every kind of survival before it comes again.
          const survival = survivals[n % survivals.length]!
          const end = first + 1 + Math.floor((n * cuts) / count)
          const missing = await inspect(workshop, n, steps.slice(0, end), survival, seed)
          numbers.images++
          if (missing === null) numbers.unopenable++
          else if (missing > 0) numbers.lost++
          if (missing !== 0)
            say(`cut after step ${end}, ${survival}: ${missing ?? 'does not open; acknowledged'} missing`)
          if (numbers.images % 50 === 0) say(`${numbers.images} of ${count} images`)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      return { numbers, isClean: numbers.lost + numbers.unopenable === 0 }
    }),
}

/** A recorder that misses a call would make images of its own. */
async function assertComplete(steps: readonly Step[], store: string): Promise<void> {
  const replayed = imageOf(steps, file, 'all', new SeededRandom(0))
  if (!replayed.equals(await readFile(join(store, file)))) {
    throw new Error(`replaying everything recorded does not give ${file}: the recorder misses something`)
  }
}

/** How many acknowledged records an image lacks; null when it does not open. */
async function inspect(
  workshop: Workshop,
  n: number,
  steps: readonly Step[],
  survival: Survival,
  seed: number,
): Promise<number | null> {
  const acknowledged = steps.findLast(({ kind }) => kind === 'A')?.offset ?? 0
  const folder = join(workshop.folder, `image-${n}`)
  await mkdir(folder)
  await writeFile(join(folder, file), imageOf(steps, file, survival, new SeededRandom(seed + n)))
  try {
    const args = [...tsx, inspector, folder, String(acknowledged)]
    const child = workshop.adopt(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] }))
    let said = ''
    child.stdout.on('data', bytes => {
      said += bytes
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), openMs)
    await once(child, 'close')
    clearTimeout(timer)
    const missing = /^missing (\d+)$/m.exec(said)?.[1]
    return missing === undefined ? null : Number(missing)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
