import { randomInt } from 'node:crypto'
import { type Command, MisuseError, readSettings } from './command'

/** A program of several commands. */
export interface Program {
  /** as it is called: `pnpm <name>` */
  readonly name: string
  /** one line for the top of its help */
  readonly intro: string
  /** what exit code 1 means */
  readonly failure: string
  readonly commands: Readonly<Record<string, Command>>
}

/** Runs the command that the arguments name. @returns the exit code */
export async function runProgram(program: Program, [name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help') {
    process.stdout.write(helpOf(program))
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(program.commands, name) ? program.commands[name] : undefined
  if (command === undefined) return misused(program.name, `there is no command "${name}"`)
  return runCommand(`${program.name} ${name}`, command, args, helpOf(program))
}

/**
 * Runs one command with its flags.
 *
 * @param name as it is called: `pnpm <name>`
 * @returns the exit code
 */
export async function runCommand(
  name: string,
  command: Command,
  args: readonly string[],
  help = `${command.summary}\n\n  pnpm ${name} [--${command.amount.flag} N] [--seed S] [--json]\n`,
): Promise<number> {
  try {
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
    if (error instanceof MisuseError) return misused(name, error.message)
    process.stderr.write(`${name}: ${(error as Error).stack}\n`)
    return 1
  }
}

function misused(name: string, message: string): number {
  process.stderr.write(`${name}: ${message}\nTry --help.\n`)
  return 2
}

function helpOf({ name, intro, failure, commands }: Program): string {
  const lines = Object.entries(commands).map(
    ([command, { summary, amount }]) => `  ${command} --${amount.flag} N   (default ${amount.usual})\n      ${summary}`,
  )
  return `${intro}

  pnpm ${name} <command> [--seed S] [--json]

${lines.join('\n')}

  --seed S   the same again, also --from S; a run without one says which it took
  --json     print the numbers as one JSON object on the last line
  --help     print this

Progress goes to stderr. Exit code 1 when ${failure}; 2 for a wrong command line.
`
}
