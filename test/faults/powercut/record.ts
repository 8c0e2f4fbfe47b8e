import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tsx } from '../../../scripts/tsx'
import type { Workshop } from '../workshop'
import { readRecording, type Step } from './recording'

const source = fileURLToPath(new URL('./record.c', import.meta.url))
const workload = fileURLToPath(new URL('./workload.ts', import.meta.url))
const compilers = ['cc', 'gcc', 'clang']
const deadlineMs = 120_000

/** The name of a C compiler on this machine, or null. */
export function findCompiler(): string | null {
  return compilers.find(name => spawnSync(name, ['--version']).status === 0) ?? null
}

/**
 * Runs the workload under the recorder.
 *
 * @returns everything it did to its store, and the folder of that
 */
export async function recordWorkload(
  workshop: Workshop,
  compiler: string,
  records: number,
): Promise<{ steps: Step[]; store: string }> {
  const library = join(workshop.folder, 'record.so')
  const built = spawnSync(compiler, ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'])
  if (built.status !== 0) throw new Error(`${compiler} could not build the recorder: ${built.stderr}`)
  const [store, log] = [join(workshop.folder, 'store'), join(workshop.folder, 'recording')]
  await mkdir(store)
  const env = { ...process.env, LD_PRELOAD: library, RECORD_FOLDER: store, RECORD_LOG: log }
  const args = [...tsx, workload, store, String(records)]
  const child = workshop.adopt(spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] }))
  child.stdout!.resume()
  const timer = setTimeout(() => child.kill('SIGTERM'), deadlineMs)
  const [code, signal] = await once(child, 'exit')
  clearTimeout(timer)
  if (signal !== 'SIGKILL') throw new Error(`the workload ended early (${signal ?? `exit code ${code}`})`)
  return { steps: readRecording(log), store }
}
