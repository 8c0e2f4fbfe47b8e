import { isLoopback } from '../server/loopback'
import { MisuseError } from './misuse'
import {
  type Configuration,
  flagOf,
  type SettingName,
  settingNames,
  settings,
  variableOf,
  variablePrefix,
} from './settings'

/** Where settings come from, the stronger first: flags, then variables, then the file, then defaults. */
export interface Sources {
  /** by name of the flag, without its dashes */
  readonly flags: ReadonlyMap<string, string | boolean>
  /** the environment; what does not start with `COMMONPLACE_RELAY_` is not looked at */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** reads the file that `--config` or `COMMONPLACE_RELAY_CONFIG` names */
  readonly readFile: (path: string) => string
}

const configVariable = variableOf('config')
/** What the command `policy` reads; a shell that has it may start a relay, too. */
const tokenVariable = variableOf('token')

/**
 * The one configuration of a relay, checked as a whole before anything starts.
 *
 * @throws MisuseError that names the source and the setting
 */
export function readConfiguration({ flags, variables, readFile }: Sources): Configuration {
  const named = flags.get('config') ?? variables[configVariable]
  const file = typeof named === 'string' ? readSettings(named, readFile) : new Map<string, unknown>()
  checkVariables(variables)
  const values = settingNames.map(name => {
    const setting = settings[name]
    const flag = flags.get(flagOf(name))
    const variable = variables[variableOf(name)]
    if (flag !== undefined) {
      const value = typeof flag === 'string' ? setting.fromText(flag) : flag
      return [name, accepted(`--${flagOf(name)}`, name, flag, value)]
    }
    if (variable !== undefined) return [name, accepted(variableOf(name), name, variable, setting.fromText(variable))]
    if (!file.has(name)) return [name, setting.default]
    return [name, accepted(`"${name}" in ${named}`, name, file.get(name), setting.fromJson(file.get(name)))]
  })
  const configuration = Object.fromEntries(values) as Configuration
  checkTogether(configuration)
  return configuration
}

function accepted<T>(source: string, name: SettingName, given: unknown, value: T | undefined): T {
  if (value !== undefined) return value
  throw new MisuseError(`${source} takes ${settings[name].takes}, not ${JSON.stringify(given)}`)
}

function readSettings(path: string, readFile: (path: string) => string): Map<string, unknown> {
  let content: unknown
  try {
    content = JSON.parse(readFile(path))
  } catch (error) {
    throw new MisuseError(`the configuration ${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new MisuseError(`the configuration ${path} must hold one JSON object`)
  }
  const found = new Map(Object.entries(content))
  for (const name of found.keys()) {
    if (!Object.hasOwn(settings, name)) throw new MisuseError(`there is no setting "${name}", which ${path} names`)
  }
  return found
}

function checkVariables(variables: Sources['variables']): void {
  const known = new Set([configVariable, tokenVariable, ...settingNames.map(variableOf)])
  for (const name of Object.keys(variables)) {
    if (name.startsWith(variablePrefix) && !known.has(name)) throw new MisuseError(`there is no variable ${name}`)
  }
}

// What a frame holds beside its update: numbers, and a lease with its epoch.
const frameOverhead = 1024

/** Settings that are right one by one and cannot hold together. */
function checkTogether(configuration: Configuration): void {
  for (const name of ['updateBytes', 'presenceBytes', 'helloBytes'] as const) {
    if (configuration[name] + frameOverhead <= configuration.frameBytes) continue
    throw new MisuseError(
      `${name} is ${configuration[name]}, so frameBytes must be at least ${configuration[name] + frameOverhead}, ` +
        `not ${configuration.frameBytes}`,
    )
  }
  const { insecure, keys, policy, host } = configuration
  if (insecure && keys !== '') throw new MisuseError('insecure and keys: choose one')
  if (insecure && policy !== '')
    throw new MisuseError('insecure and policy: whoever comes may do everything, so choose one')
  if (!insecure && keys === '') {
    throw new MisuseError('give it --keys to know agents by their tokens, or --insecure to believe whoever comes')
  }
  if (insecure && !isLoopback(host)) {
    throw new MisuseError(
      `--insecure goes with a --host of this machine (127.0.0.1, ::1, localhost), not ${JSON.stringify(host)}`,
    )
  }
  if (configuration.tokenBytes >= configuration.helloBytes) {
    throw new MisuseError(`tokenBytes is ${configuration.tokenBytes}, so helloBytes must be more than that`)
  }
}
