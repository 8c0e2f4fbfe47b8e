import { policyHelp } from '../access/policy-command'
import { tokenHelp } from '../identity/token-command'
import { flagOf, type SettingName, settingNames, settings } from './settings'

const wide = 34

function line(name: SettingName): string {
  const setting = settings[name]
  const flag = `  --${flagOf(name)}${setting.isSwitch ? '' : ` <${typeof setting.default === 'number' ? 'number' : 'text'}>`}`
  return `${flag.padEnd(wide)} ${setting.says}${String(setting.default) === '' ? '' : ` (${setting.default})`}`
}

/** What `--help` prints. */
export const help = `Usage: commonplace-relay [serve] [options]
       commonplace-relay inspect --data <folder> [--json]
       commonplace-relay compact --data <folder> [--json]
       commonplace-relay backup --data <folder> --to <file>
       commonplace-relay repair --data <folder> --aside <file>
       commonplace-relay restore --from <file> --data <folder>
       commonplace-relay keys | token | policy …

Relays memory between agents: checks, logs, acknowledges, fans out.

inspect   what a store holds, without its content; the relay may run
compact   rewrite a store without what is deleted in it; the relay must not run
backup    a copy of a store as it is at one moment; the relay may run
repair    take what is damaged, and what follows it in its room, out of a store and into a file that is not there yet;
          agents then send their own again; the relay must not run
restore   a store from a backup, in a folder that is empty or not there; agents then send their own again

Options of serve, with their defaults:
  --config <file>                    a JSON object of settings, by their names as --print-config prints them
  --print-config                     print every setting as it would be used, as JSON, and exit
${settingNames.map(line).join('\n')}

${tokenHelp}${policyHelp}
Each may also be set in the environment, --log-level as COMMONPLACE_RELAY_LOG_LEVEL. Flags go before variables, variables
before the file.

GET /healthz says whether it is alive, /readyz whether it takes work, /metrics how it is doing. SIGTERM and SIGINT end it
cleanly, a second one at once.
`
