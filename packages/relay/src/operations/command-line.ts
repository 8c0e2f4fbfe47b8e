import { parseArgs } from 'node:util'
import { policyCommand } from '../access/policy-command'
import { tokenCommands } from '../identity/token-command'
import { helpOf } from './help'
import { MisuseError } from './misuse'
import { flagOf, settingNames, settings, variableOf } from './settings'

/** What the command line asks for. */
export type Command =
  | { readonly do: 'help'; readonly text: string }
  | { readonly do: 'version' }
  | { readonly do: 'serve' | 'print-config'; readonly flags: ReadonlyMap<string, string | boolean> }
  /** `keys`, `token` and `policy` read their own arguments */
  | { readonly do: 'token'; readonly run: () => Promise<string> }
  | { readonly do: 'inspect'; readonly data: string; readonly json: boolean }
  | { readonly do: 'compact'; readonly data: string; readonly json: boolean }
  | { readonly do: 'backup'; readonly data: string; readonly to: string }
  | { readonly do: 'repair'; readonly data: string; readonly aside: string; readonly policyAside: boolean }
  | { readonly do: 'restore'; readonly from: string; readonly data: string }

/** Commands that read their own arguments. */
const ownCommands = new Map([...tokenCommands, ['policy', (args: readonly string[]) => policyCommand(args)] as const])

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>

const value = { type: 'string' } as const
const isSet = { type: 'boolean' } as const
const always: Options = { help: { ...isSet, short: 'h' }, version: isSet }

const optionsOf: Readonly<Record<string, Options>> = {
  serve: {
    config: value,
    'print-config': isSet,
    ...Object.fromEntries(settingNames.map(name => [flagOf(name), settings[name].isSwitch ? isSet : value])),
  },
  inspect: { data: value, json: isSet },
  compact: { data: value, json: isSet },
  backup: { data: value, to: value },
  repair: { data: value, aside: value, 'policy-aside': isSet },
  restore: { from: value, data: value },
}

/**
 * Reads the command line; what is unknown is misuse, never ignored. The values of settings are checked with the rest of the
 * configuration.
 *
 * @param variables the environment: where the store is that a command is not told, as it is where the relay runs
 * @throws MisuseError
 */
export function parseCommandLine(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Command {
  const [first = ''] = args
  const name = first.startsWith('-') || first === '' ? 'serve' : first
  if (name === 'help') return { do: 'help', text: helpOf(args[1] ?? '') }
  const ownCommand = ownCommands.get(name)
  if (ownCommand !== undefined && args.some(each => each === '--help' || each === '-h'))
    return { do: 'help', text: helpOf(name) }
  if (ownCommand !== undefined) return { do: 'token', run: () => ownCommand(args.slice(1)) }
  const options = Object.hasOwn(optionsOf, name) ? optionsOf[name] : undefined
  if (options === undefined) {
    throw new MisuseError(
      `there is no command "${name}", only ${[...Object.keys(optionsOf), ...ownCommands.keys()].join(', ')}`,
    )
  }
  const flags = parse(name === first ? args.slice(1) : args, { ...options, ...always })
  if (flags.has('help')) return { do: 'help', text: helpOf(name) }
  if (flags.has('version')) return { do: 'version' }
  const required = (flag: string): string => {
    const given = flags.get(flag)
    if (typeof given === 'string' && given !== '') return given
    throw new MisuseError(`${name} needs --${flag}`)
  }
  const storeAt = (): string => (flags.has('data') ? undefined : variables[variableOf('data')]) || required('data')
  if (name === 'inspect') return { do: name, data: storeAt(), json: flags.has('json') }
  if (name === 'compact') return { do: name, data: storeAt(), json: flags.has('json') }
  if (name === 'backup') return { do: name, data: storeAt(), to: required('to') }
  if (name === 'repair')
    return { do: name, data: storeAt(), aside: required('aside'), policyAside: flags.has('policy-aside') }
  if (name === 'restore') return { do: name, from: required('from'), data: storeAt() }
  return { do: flags.has('print-config') ? 'print-config' : 'serve', flags }
}

function parse(args: readonly string[], options: Options): Map<string, string | boolean> {
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false })
    return new Map(
      Object.entries(values).filter((entry): entry is [string, string | boolean] => entry[1] !== undefined),
    )
  } catch (error) {
    throw new MisuseError((error as Error).message, { cause: error })
  }
}
