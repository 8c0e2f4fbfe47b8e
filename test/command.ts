import { parseArgs } from 'node:util'

/** What a command was told. */
export interface Settings {
  readonly count: number
  readonly seed: number
  readonly json: boolean
}

/** What a run found: the numbers of its last line, and whether they are what they must be. */
export interface Findings {
  readonly numbers: Readonly<Record<string, number>>
  readonly isClean: boolean
}

/** One command of a program. */
export interface Command {
  /** one line for the list of commands */
  readonly summary: string
  /** the flag that says how much, its default and the most it takes */
  readonly amount: { readonly flag: string; readonly usual: number; readonly most: number }
  run(settings: Settings, say: (progress: string) => void): Promise<Findings>
}

/** A command line that makes no sense. */
export class MisuseError extends Error {
  override name = 'MisuseError'
}

/**
 * Reads the flags of a command.
 *
 * @returns null when help was asked for
 * @throws MisuseError
 */
export function readSettings(command: Command, args: readonly string[], anySeed: () => number): Settings | null {
  const { flag, usual, most } = command.amount
  const options = {
    [flag]: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    throw new MisuseError((error as Error).message)
  }
  if (values.help) return null
  return {
    count: readNumber(flag, values[flag], 1, most) ?? usual,
    seed: readNumber('seed', values.seed ?? values.from, 0, 2 ** 32 - 1) ?? anySeed(),
    json: values.json === true,
  }
}

function readNumber(flag: string, text: string | boolean | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (typeof text === 'string' && /^\d+$/.test(text) && number >= least && number <= most) return number
  throw new MisuseError(`--${flag} takes a whole number from ${least} to ${most}, not "${text}"`)
}
