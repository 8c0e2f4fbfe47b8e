import { policyHelp } from '../access/policy-command'
import { tokenHelp } from '../identity/token-command'
import { flagOf, type SettingName, settingNames, settings } from './settings'

const wide = 34

/** The commands on a store: what each is given, and what it does. */
const storeCommands = {
  inspect: ['--data <folder> [--json]', 'what a store holds, without its content; the relay may run'],
  compact: ['--data <folder> [--json]', 'rewrite a store without what is deleted in it; the relay must not run'],
  backup: ['--data <folder> --to <file>', 'a copy of a store as it is at one moment; the relay may run'],
  repair: [
    '--data <folder> --aside <file> [--policy-aside]',
    'take what is damaged, and what follows it in its room, out of a store and into a file that is not there yet;\n' +
      '          agents then send their own again; the relay must not run. --policy-aside: of a damaged policy log all lines of its tenant;\n' +
      '          nothing is allowed there then but by the file of serve --policy, until it is granted and revoked again',
  ],
  restore: [
    '--from <file> --data <folder>',
    'a store from a backup, in a folder that is empty or not there; agents then send their own again',
  ],
} as const

const usages = Object.entries(storeCommands).map(([name, [takes]]) => `commonplace-relay ${name} ${takes}`)
const uses = Object.entries(storeCommands).map(([name, [, does]]) => `${name.padEnd(9)} ${does}`)

function line(name: SettingName): string {
  const setting = settings[name]
  const flag = `  --${flagOf(name)}${setting.isSwitch ? '' : ` <${typeof setting.default === 'number' ? 'number' : 'text'}>`}`
  return `${flag.padEnd(wide)} ${setting.says}${String(setting.default) === '' ? '' : ` (${setting.default})`}`
}

/** What `--help` prints. */
export const help = `Usage: commonplace-relay [serve] [options]
${usages.map(usage => `       ${usage}`).join('\n')}
       commonplace-relay keys | token | policy …
       commonplace-relay --version

Relays memory between agents: checks, logs, acknowledges, fans out.

${uses.join('\n')}

Options of serve, with their defaults:
${'  --config <file>'.padEnd(wide)} a JSON object of settings, by their names as --print-config prints them
${'  --print-config'.padEnd(wide)} print every setting as it would be used, as JSON, and exit
${settingNames.map(line).join('\n')}

${tokenHelp}${policyHelp}
Each may also be set in the environment, --log-level as COMMONPLACE_RELAY_LOG_LEVEL; COMMONPLACE_RELAY_DATA counts for
the commands on a store too. Flags go before variables, variables before the file.

GET /healthz says whether it is alive, /readyz whether it takes work, /metrics how it is doing. SIGTERM and SIGINT end it
cleanly, a second one at once.
`

/** What `--help` prints after the name of a command; all of it for `serve`. */
export function helpOf(name: string): string {
  if (name === 'policy') return policyHelp
  if (name === 'keys' || name === 'token') return tokenHelp
  if (!Object.hasOwn(storeCommands, name)) return help
  const [takes, does] = storeCommands[name as keyof typeof storeCommands]
  return `Usage: commonplace-relay ${name} ${takes}\n\n${name.padEnd(9)} ${does}\n`
}
