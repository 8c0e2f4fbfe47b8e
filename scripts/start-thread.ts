import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { nodeProgram } from './node-program'

/**
 * Starts a TypeScript file of this workspace as a thread: its bundle where a test run has made one, else the source. A thread's
 * entry passes by the loaders of its process, so that it has to call one itself.
 */
export function startThread(source: URL, workerData: unknown): Worker {
  const { file, execArgv } = nodeProgram(source)
  if (execArgv.length === 0) return new Worker(file, { workerData })
  // `require` finds the CommonJS half, which cannot load modules on behalf of others.
  const tsx = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs')
  const [loader, entry] = [JSON.stringify(pathToFileURL(tsx).href), JSON.stringify(source.href)]
  return new Worker(`import(${loader}).then(({ tsImport }) => tsImport(${entry}, ${entry}))`, {
    eval: true,
    workerData,
  })
}
