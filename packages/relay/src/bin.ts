#!/usr/bin/env node
import { MisuseError } from './operations/misuse'
import { run } from './operations/run'

// Who reads may leave early, as `head` does: what was asked for is done all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

run(process.argv.slice(2), process.env).catch(error => {
  const isMisuse = error instanceof MisuseError
  const hint = (error as { hint?: string }).hint ? `; ${error.hint}` : ''
  process.stderr.write(`commonplace-relay: ${error instanceof Error ? error.message : String(error)}${hint}\n`)
  if (isMisuse) process.stderr.write('Try --help.\n')
  process.exitCode = isMisuse ? 2 : 1
})
