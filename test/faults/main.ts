import { randomInt } from 'node:crypto'
import { type Command, MisuseError, readSettings } from './command'
import { frames } from './frames/frames'
import { kill } from './kill/kill'
import { powercut } from './powercut/powercut'

const commands: ReadonlyMap<string, Command> = new Map(Object.entries({ kill, frames, powercut }))

const help = `Faults with real processes: relays and agents that are killed, lied to and cut off from power.

  pnpm faults <command> [--seed S] [--json]

${[...commands]
  .map(([name, { summary, amount }]) => `  ${name} --${amount.flag} N   (default ${amount.usual})\n      ${summary}`)
  .join('\n')}

  --seed S   the same faults again; a run without one says which it took
  --json     print the numbers as one JSON object on the last line
  --help     print this

Progress goes to stderr. Exit code 1 when something was lost, ended, lied or was disturbed; 2 for a wrong command line.
`

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help') {
    process.stdout.write(help)
    return name === undefined ? 2 : 0
  }
  const command = commands.get(name)
  try {
    if (command === undefined) throw new MisuseError(`there is no command "${name}"`)
    const settings = readSettings(command, args, () => randomInt(2 ** 32))
    if (settings === null) {
      process.stdout.write(help)
      return 0
    }
    const say = (progress: string) => process.stderr.write(`${progress}\n`)
    say(`${name}: --${command.amount.flag} ${settings.count} --seed ${settings.seed}`)
    const { numbers, isClean } = await command.run(settings, say)
    const words = Object.entries(numbers).map(([what, number]) => `${what} ${number}`)
    process.stdout.write(settings.json ? `${JSON.stringify(numbers)}\n` : `${words.join(', ')}\n`)
    return isClean ? 0 : 1
  } catch (error) {
    const isMisuse = error instanceof MisuseError
    process.stderr.write(`faults: ${isMisuse ? `${error.message}\nTry --help.` : (error as Error).stack}\n`)
    return isMisuse ? 2 : 1
  }
}
