import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tsx } from './tsx'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Names the folder of programs that a test run has bundled, for whatever it starts. */
export const bundlesVariable = 'COMMONPLACE_BUNDLED_PROGRAMS'

/** What the bundle of a TypeScript file of this workspace is called, without its ending. */
export function bundleName(file: string): string {
  return relative(root, file)
    .replace(/\.ts$/, '')
    .replaceAll(/[^\w.-]/g, '-')
}

/**
 * How Node starts a TypeScript program of this workspace: its bundle where a test run has made one, which takes a fifth of a
 * second, else the source, whose modules tsx loads one by one in six times that.
 */
export function nodeProgram(source: string | URL): { file: string; execArgv: string[] } {
  const file = typeof source === 'string' ? source : fileURLToPath(source)
  const folder = process.env[bundlesVariable]
  const bundle = folder && join(folder, `${bundleName(file)}.mjs`)
  return bundle && existsSync(bundle) ? { file: bundle, execArgv: [] } : { file, execArgv: tsx }
}

/** The same as a list of arguments. */
export function nodeArguments(source: string | URL, ...args: readonly string[]): string[] {
  const { file, execArgv } = nodeProgram(source)
  return [...execArgv, file, ...args]
}
