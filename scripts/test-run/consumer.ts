import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Outcome, runCheck } from './check'

/** The first lines of the README, with a relay, as somebody writes them who has only the packages. */
const program = `import { openMemory, type Memory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { loadWordTable } from '@commonplace/word-table'
export type { RelayOptions } from '@commonplace/relay'
export type { Storage } from '@commonplace/storage'
export { useSearch } from '@commonplace/react'
export { Inspector } from '@commonplace/inspector'
export type { FactQuery, IndexStatus, LogOptions, WindowOptions } from '@commonplace/memory'

// Declarations are made of it: what a verb gives has a name.
export const hand = ({ index, facts, runs, working }: Memory) => ({ index, duplicates: facts.duplicates, runs, working })

// As somebody hands on what may have been left out.
const { run, signal, ...left }: { run?: string; signal?: AbortSignal; port?: number; tenant?: string; key?: Uint8Array } = {}
const relay = await startRelay({ data: memoryStorage(), insecure: true, port: left.port, limits: undefined })
const memory: Memory = await openMemory({
  agent: { id: 'support', user: 'ada', app: 'shop', run },
  relay: left.tenant ? undefined : { url: relay.url, getToken: undefined },
  tenant: left.tenant,
  encryption: left.key && { key: left.key },
  keepIndex: { from: undefined },
  storage: 'store',
  wordTable: await loadWordTable(),
})
const record = await memory.add('Ada prefers e-mail to phone calls', { run, signal })
await record.durable('relay', { signal })
await memory.sync.flush('relay', { signal })
const [hit] = await memory.search('how should we contact Ada?')
if (hit?.record.content !== 'Ada prefers e-mail to phone calls') throw new Error('it was not found')
await memory.close()
await relay.close()
`

/** What a page takes, in a project that has no types of Node. */
const page = `import { type Memory, openMemory } from '@commonplace/memory'
import { useSearch } from '@commonplace/react'
import '@commonplace/inspector/styles.css'

export const memory: Promise<Memory> = openMemory({ agent: { id: 'support' } })
export const useHits = (query: string) => useSearch(query).value
`

const nativeCompiler = resolve('node_modules/typescript-native/bin/tsc')

const compilerOptions = {
  target: 'ES2023',
  module: 'nodenext',
  strict: true,
  // Ours, and what ours need; not the compiler's own.
  skipLibCheck: false,
  skipDefaultLibCheck: true,
  exactOptionalPropertyTypes: true,
  jsx: 'react-jsx',
  declaration: true,
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  types: ['node'],
  outDir: 'built',
}

/**
 * Installs the packed packages in a project that knows nothing of this workspace, checks a program's types there, theirs
 * included, and runs it with plain Node.
 *
 * @param tarballs by the name of the package
 */
export async function checkConsumer(folder: string, tarballs: ReadonlyMap<string, string>): Promise<Outcome[]> {
  const files = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]))
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  mkdirSync(folder)
  const tools = { '@types/node': '^20', '@types/react': '^19', react: '^19', typescript: '^5' }
  write('package.json', { name: 'consumer', private: true, type: 'module', dependencies: { ...files, ...tools } })
  write('pnpm-workspace.yaml', { minimumReleaseAge: 4320, overrides: files, onlyBuiltDependencies: [] })
  write('tsconfig.json', { compilerOptions, include: ['program.ts'] })
  write('program.ts', program)
  const ofPage = {
    ...compilerOptions,
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
    module: 'esnext',
    moduleResolution: 'bundler',
  }
  write('page.json', { compilerOptions: { ...ofPage, noEmit: true }, include: ['page.ts'] })
  write('page.ts', page)
  const outcomes: Outcome[] = []
  for (const [name, command, args] of [
    ['a project of somebody else: install', 'pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile']],
    ['a project of somebody else: types', join(folder, 'node_modules/.bin/tsc'), ['-p', '.']],
    // By the other compiler in use, the native one.
    ['a project of somebody else: types in a page', process.execPath, [nativeCompiler, '-p', 'page.json']],
    ['a project of somebody else: runs', process.execPath, ['built/program.js']],
    // Not among the types above: those of its framework alone take longer than all of ours.
    ['a project of somebody else: commonplace-mcp', join(folder, 'node_modules/.bin/commonplace-mcp'), ['--version']],
  ] as const) {
    const outcome = await runCheck(name, command, args, folder)
    outcomes.push(outcome)
    if (outcome.failed > 0) break
  }
  return outcomes
}
