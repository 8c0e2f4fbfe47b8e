#!/usr/bin/env node
import { destination, pino } from 'pino'
import packageJson from '../package.json' with { type: 'json' }
import { tokenCommands } from './identity/token-command'
import { startRelay } from './index'
import { help, parseFlags } from './operations/flags'
import { closeOnSignals } from './operations/shutdown'

const [name = '', ...rest] = process.argv.slice(2)
const tokenCommand = tokenCommands.get(name)
const command = tokenCommand === undefined ? parseFlags(process.argv.slice(2)) : null

if (command === null) {
  try {
    process.stdout.write((await tokenCommand?.(rest)) ?? '')
  } catch (error) {
    process.stderr.write(`commonplace-relay: ${(error as Error).message}\n`)
    process.exitCode = 2
  }
} else if (command.do === 'help') {
  process.stdout.write(help)
} else if (command.do === 'version') {
  process.stdout.write(`${packageJson.version}\n`)
} else if (command.do === 'misuse') {
  process.stderr.write(`commonplace-relay: ${command.message}\nTry --help.\n`)
  process.exitCode = 2
} else {
  // Synchronous, so that the line that says why is out before the process is.
  const logger = pino({ name: 'commonplace-relay', level: command.logLevel }, destination({ fd: 2, sync: true }))
  try {
    const { host, port, data, insecure, tokens } = command
    const relay = await startRelay({
      host,
      port,
      data,
      insecure,
      ...(tokens && { tokens }),
      logger,
      onFailure: () => process.exit(1),
    })
    closeOnSignals(relay, logger)
    process.stdout.write(`commonplace-relay listens on ${relay.url} (log in ${data})\n`)
  } catch (error) {
    logger.debug({ err: error }, 'could not start')
    process.stderr.write(`commonplace-relay: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
