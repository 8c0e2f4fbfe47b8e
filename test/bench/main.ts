import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const usage = `Measures.

  pnpm bench relay …    the relay against its peers and against bare sockets
  pnpm bench recall …   evidence recall of memory search beside its peers; recall fit finds weights
  pnpm bench search …   the search index against its peers: questions, changes, memory, snapshots
  pnpm bench open …     opening a memory of many records: from disk to the first answer, and how long the loop waits

Each says more with --help.
`

const scripts = new Map([
  ['relay', './relay/main.ts'],
  ['recall', './recall/main.ts'],
  ['search', './search/main.ts'],
  ['open', './open/main.ts'],
])

const [name = '', ...rest] = process.argv.slice(2)
const script = scripts.get(name)
if (script !== undefined) {
  const typescript = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, ['--import', typescript, path, ...rest], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
} else {
  const isHelp = name === '--help' || name === 'help'
  process[isHelp ? 'stdout' : 'stderr'].write(name === '' || isHelp ? usage : `there is no bench "${name}"\n\n${usage}`)
  process.exitCode = isHelp ? 0 : 2
}
