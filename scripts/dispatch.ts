import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { tsx } from './tsx'

/** A script that a root command starts by its name. */
export interface Script {
  /** one line for the list of `--help` */
  readonly summary: string
  readonly file: URL
  /** it takes no arguments, so `--help` has nothing to tell */
  readonly plain?: boolean
}

/**
 * Runs the script that the command line names, with the rest of the arguments, and takes its exit code. Without a name, or
 * with an unknown one, the list of names is printed and the exit code is 2.
 *
 * @param command what it is called, as in `pnpm bench`
 * @param title one sentence above the list
 */
export async function dispatch(
  command: string,
  title: string,
  scripts: Readonly<Record<string, Script>>,
  [name = '', ...rest]: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined
  if (script === undefined) {
    const isHelp = name === '--help' || name === 'help'
    const unknown = name === '' || isHelp ? '' : `there is no ${command} "${name}"\n\n`
    process[isHelp ? 'stdout' : 'stderr'].write(`${unknown}${usageOf(command, title, scripts)}`)
    process.exitCode = isHelp ? 0 : 2
    return
  }
  const child = spawn(process.execPath, [...tsx, fileURLToPath(script.file), ...rest], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
}

function usageOf(command: string, title: string, scripts: Readonly<Record<string, Script>>): string {
  const width = Math.max(...Object.keys(scripts).map(name => name.length))
  const lines = Object.entries(scripts).map(
    ([name, { summary, plain }]) => `  pnpm ${command} ${name.padEnd(width)} ${plain ? ' ' : '…'}   ${summary}\n`,
  )
  const isPlain = Object.values(scripts).every(each => each.plain)
  return `${title}\n\n${lines.join('')}${isPlain ? '' : '\nEach says more with --help.\n'}`
}
