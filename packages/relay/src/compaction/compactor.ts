import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { CompactionError } from './compaction-error'

/** What one compaction may cost. */
export interface CompactionBounds {
  /** bytes of the updates that go in */
  readonly inputBytes: number
  /** ms until the thread is ended */
  readonly deadlineMs: number
  /** MiB of the thread's heap */
  readonly heapMb: number
}

export const defaultCompaction: CompactionBounds = { inputBytes: 64 * 1024 * 1024, deadlineMs: 60_000, heapMb: 1024 }

/** Compacts updates in a thread of their own, one room at a time. */
export interface Compactor {
  readonly bounds: CompactionBounds
  /** @throws CompactionError when the updates are too large, do not apply, or cost more than they may */
  compact(updates: readonly Uint8Array[]): Promise<Uint8Array[]>
  /** Ends what runs and takes no more. */
  close(): Promise<void>
}

function startWorker({ heapMb }: CompactionBounds): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb }
  // The build has the thread's code beside its own.
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./compaction-worker.mjs', import.meta.url), { resourceLimits })
  }
  // A whole test run has bundled it once: loading the sources takes a thread half a second of CPU.
  const bundles = process.env.COMMONPLACE_BUNDLED_PROGRAMS
  if (bundles) return new Worker(join(bundles, 'compaction-worker.mjs'), { resourceLimits })
  // In the workspace both are TypeScript, and a thread's entry passes by the loaders: it has to call one itself.
  // `require` finds the CommonJS half, which cannot load modules on behalf of others.
  const tsx = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href
  const source = JSON.stringify(new URL('./worker.ts', import.meta.url).href)
  const code = `import(${JSON.stringify(tsx)}).then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(code, { eval: true, resourceLimits })
}

/** A compactor; no thread runs before the first compaction. */
export function createCompactor(bounds: CompactionBounds = defaultCompaction): Compactor {
  let running: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function run(updates: readonly Uint8Array[]): Promise<Uint8Array[]> {
    if (isClosed) return Promise.reject(new CompactionError('the relay is shutting down'))
    const worker = startWorker(bounds)
    running = worker
    return new Promise<Uint8Array[]>((resolve, reject) => {
      const fail = (message: string, cause?: unknown): void => reject(new CompactionError(message, { cause }))
      const deadline = setTimeout(() => {
        fail(`not done after ${bounds.deadlineMs} ms`)
        worker.terminate()
      }, bounds.deadlineMs)
      worker.once('message', resolve)
      worker.once('error', error => fail('the compaction failed', error))
      worker.once('exit', () => {
        clearTimeout(deadline)
        running = null
        fail('the compaction was ended')
      })
      worker.postMessage(updates)
    })
  }

  return {
    bounds,
    compact(updates) {
      const bytes = updates.reduce((sum, { length }) => sum + length, 0)
      if (bytes > bounds.inputBytes) {
        return Promise.reject(new CompactionError(`${bytes} bytes, at most ${bounds.inputBytes} are compacted`))
      }
      const result = last.then(() => run(updates))
      last = result.catch(() => {})
      return result
    },
    async close() {
      isClosed = true
      await running?.terminate()
    },
  }
}
