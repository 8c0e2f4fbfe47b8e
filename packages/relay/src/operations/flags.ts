import { parseArgs } from 'node:util'
import { tokenHelp } from '../identity/token-command'
import type { TokenOptions } from '../identity/token-options'
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
      readonly insecure: boolean
      readonly tokens?: TokenOptions
    }

export const help = `Usage: commonplace-relay [options]

       commonplace-relay keys | token …

Relays memory between agents: checks, logs, acknowledges, fans out.

  --port <number>      port to listen on, 0 for a free one (default: 4321)
  --host <address>     address to listen on (default: 127.0.0.1)
  --keys <file>        JSON Web Key Set: the public keys of the tokens that are taken
  --policy <file>      JSON: which agent may do what in which room
  --issuer <text>      who issues the tokens (default: commonplace)
  --audience <text>    whom they are for (default: commonplace-relay)
  --insecure           instead of keys, on this machine only: whoever comes is believed and may do everything
  --data <folder>      folder of the log, created when missing (default: ./.commonplace-relay)
  --log-level <level>  ${logLevels.join(', ')} (default: info); logs are JSON lines on stderr
  --help               print this and exit
  --version            print the version and exit

${tokenHelp}
GET /healthz says whether it is well. SIGTERM and SIGINT end it cleanly, a second one at once.
`

const options = {
  port: { type: 'string', default: '4321' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string', default: './.commonplace-relay' },
  'log-level': { type: 'string', default: 'info' },
  keys: { type: 'string' },
  policy: { type: 'string' },
  issuer: { type: 'string' },
  audience: { type: 'string' },
  insecure: { type: 'boolean', default: false },
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
  const { host, data, insecure, keys, policy, issuer, audience } = values
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    return misuse(`--port takes a number from 0 to 65535, not "${values.port}"`)
  }
  if (insecure && keys !== undefined) return misuse('--insecure and --keys: choose one')
  if (!insecure && (keys === undefined || policy === undefined)) {
    return misuse('give it --keys and --policy to know agents by their tokens, or --insecure to believe whoever comes')
  }
  if (insecure && !isLoopback(host)) {
    return misuse(`--insecure --host takes an address of this machine (127.0.0.1, ::1, localhost), not "${host}"`)
  }
  if (data === '') return misuse('--data takes a folder')
  const logLevel = logLevels.find(level => level === values['log-level'])
  if (logLevel === undefined) {
    return misuse(`--log-level takes one of ${logLevels.join(', ')}, not "${values['log-level']}"`)
  }
  const serve = { do: 'serve', port: Number(values.port), host, data, logLevel, insecure } as const
  return keys === undefined || policy === undefined ? serve : { ...serve, tokens: { keys, policy, issuer, audience } }
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options, allowPositionals: false }).values
