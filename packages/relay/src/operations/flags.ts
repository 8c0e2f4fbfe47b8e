import { parseArgs } from 'node:util'
import { isLoopback } from '../server/loopback'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

/** What the command line asks for. */
export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'version' }
  | { readonly do: 'misuse'; readonly message: string }
  | {
      readonly do: 'serve'
      readonly port: number
      readonly host: string
      readonly data: string
      readonly logLevel: LogLevel
    }

export const help = `Usage: commonplace-relay [options]

Relays memory between agents on this machine: checks, logs, acknowledges, fans out.

  --port <number>      port to listen on, 0 for a free one (default: 4321)
  --host <address>     address of this machine to listen on (default: 127.0.0.1)
  --data <folder>      folder of the log, created when missing (default: ./.commonplace-relay)
  --log-level <level>  ${logLevels.join(', ')} (default: info); logs are JSON lines on stderr
  --help               print this and exit
  --version            print the version and exit

GET /healthz says whether it is well. SIGTERM and SIGINT end it cleanly, a second one at once.
`

const options = {
  port: { type: 'string', default: '4321' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string', default: './.commonplace-relay' },
  'log-level': { type: 'string', default: 'info' },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const

const misuse = (message: string): Command => ({ do: 'misuse', message })

/** Reads the command line; what is unknown or out of range is misuse, never ignored. */
export function parseFlags(args: readonly string[]): Command {
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch (error) {
    return misuse((error as Error).message)
  }
  if (values.help) return { do: 'help' }
  if (values.version) return { do: 'version' }
  const { host, data } = values
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    return misuse(`--port takes a number from 0 to 65535, not "${values.port}"`)
  }
  if (!isLoopback(host)) {
    return misuse(`--host takes an address of this machine (127.0.0.1, ::1, localhost), not "${host}"`)
  }
  if (data === '') return misuse('--data takes a folder')
  const logLevel = logLevels.find(level => level === values['log-level'])
  if (logLevel === undefined) {
    return misuse(`--log-level takes one of ${logLevels.join(', ')}, not "${values['log-level']}"`)
  }
  return { do: 'serve', port: Number(values.port), host, data, logLevel }
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options, allowPositionals: false }).values
