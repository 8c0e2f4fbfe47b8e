#!/usr/bin/env node
import packageJson from '../package.json' with { type: 'json' }
import { help, parseCommandLine } from './command-line'
import { MisuseError } from './misuse'
import { serve } from './serve'

async function run(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2), process.env)
  if (command.do === 'help') process.stdout.write(help)
  else if (command.do === 'version') process.stdout.write(`${packageJson.version}\n`)
  else await serve(command.settings)
}

run().catch(error => {
  const isMisuse = error instanceof MisuseError
  const hint = (error as { hint?: string }).hint ? `; ${(error as { hint: string }).hint}` : ''
  process.stderr.write(`commonplace-mcp: ${error instanceof Error ? error.message : String(error)}${hint}\n`)
  if (isMisuse) process.stderr.write('Try --help.\n')
  process.exitCode = isMisuse ? 2 : 1
})
