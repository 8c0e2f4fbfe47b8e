import { parseArgs } from 'node:util'
import { type ToolGroup, toolGroups } from '@commonplace/tools'
import { MisuseError } from './misuse'

/** What the server opens, and what of it a host is given. */
export interface Settings {
  readonly agent: string
  readonly user?: string
  readonly app?: string
  readonly run?: string
  readonly relay?: string
  readonly tenant?: string
  /** a file that holds the token; read anew whenever the relay wants one */
  readonly tokenFile?: string
  readonly token?: string
  /** the folder of the store; the user's when left out */
  readonly store?: string
  readonly tools?: readonly ToolGroup[]
  readonly readOnly: boolean
}

export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'version' }
  | { readonly do: 'serve'; readonly settings: Settings }

const value = { type: 'string' } as const
const names = ['agent', 'user', 'app', 'run', 'relay', 'tenant', 'token-file', 'store', 'tools'] as const
const options = {
  ...(Object.fromEntries(names.map(name => [name, value])) as Record<(typeof names)[number], typeof value>),
  'read-only': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/** What `--help` prints. */
export const help = `Usage: commonplace-mcp --agent <name> [options]

An MCP server on standard input and output: gives the agent of an MCP host the memory of its team.

  --agent <name>       who remembers, and under which name others read it; needed
  --user <name>        for whom
  --app <name>         in which application
  --run <name>         in which run
  --relay <address>    where the team meets, such as ws://localhost:4321; alone when left out
  --tenant <name>      the team's name on the relay (default)
  --token-file <file>  holds the token for the relay, read anew whenever one is wanted; or COMMONPLACE_MCP_TOKEN
  --store <folder>     where this device keeps the memory (.commonplace in the home folder)
  --tools <groups>     of ${toolGroups.join(', ')}, separated by commas
                       (all but erasing)
  --read-only          no tool that changes anything
  --version, --help

Each may also be set in the environment, --agent as COMMONPLACE_MCP_AGENT; flags go before variables. What happens is told on
standard error. It ends when the host closes its standard input, and on SIGINT and SIGTERM, with everything on disk.
`

/**
 * Reads the command line; what is unknown is misuse, never ignored.
 *
 * @throws MisuseError
 */
export function parseCommandLine(args: readonly string[], variables: NodeJS.ProcessEnv): Command {
  const flags = parse(args)
  if (flags.help) return { do: 'help' }
  if (flags.version) return { do: 'version' }
  const given = (name: (typeof names)[number] | 'token'): string | undefined => {
    const variable = `COMMONPLACE_MCP_${name.toUpperCase().replaceAll('-', '_')}`
    const said = (name === 'token' ? undefined : flags[name]) ?? variables[variable]
    if (said?.trim() === '') throw new MisuseError(`--${name}, or ${variable}, is empty`)
    return said
  }
  const agent = given('agent')
  if (agent === undefined) throw new MisuseError('it needs --agent, the name under which this host remembers')
  const tools = given('tools')?.split(',').map(toolGroup)
  const readOnly = flags['read-only'] ?? switchOf(variables.COMMONPLACE_MCP_READ_ONLY)
  const optional = {
    user: given('user'),
    app: given('app'),
    run: given('run'),
    relay: given('relay'),
    tenant: given('tenant'),
    tokenFile: given('token-file'),
    token: given('token'),
    store: given('store'),
    tools,
  }
  const said = Object.fromEntries(Object.entries(optional).filter(([, each]) => each !== undefined))
  return { do: 'serve', settings: { agent, readOnly, ...said } }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    throw new MisuseError((error as Error).message, { cause: error })
  }
}

function toolGroup(name: string): ToolGroup {
  const group = toolGroups.find(each => each === name.trim())
  if (group) return group
  throw new MisuseError(`there are no tools "${name.trim()}"; --tools takes ${toolGroups.join(', ')}`)
}

function switchOf(variable: string | undefined): boolean {
  if (variable === undefined || variable === 'false') return false
  if (variable === 'true') return true
  throw new MisuseError(`COMMONPLACE_MCP_READ_ONLY is true or false, not "${variable}"`)
}
