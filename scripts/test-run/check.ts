import { spawn } from 'node:child_process'

/** How one part of the test run ended, in tests or checks. */
export interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
}

/**
 * Carries out one check and says how it went.
 *
 * @param findFault what is wrong, for who mends it; undefined if nothing is
 */
export async function check(name: string, findFault: () => Promise<string | undefined>): Promise<Outcome> {
  const started = performance.now()
  const fault = await findFault().catch((error: Error) => error.stack ?? error.message)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${fault === undefined ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (fault !== undefined) console.log(fault)
  return { name, passed: fault === undefined ? 1 : 0, failed: fault === undefined ? 0 : 1 }
}

/** Runs a command of this workspace as one check; its output is shown when it fails. */
export function runCheck(name: string, command: string, args: readonly string[], cwd?: string): Promise<Outcome> {
  return check(name, async () => {
    const { code, output } = await run(command, args, cwd)
    return code === 0 ? undefined : output
  })
}

/** Runs a command to its end, standard output and error together. */
export function run(command: string, args: readonly string[], cwd?: string): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.stderr.on('data', chunk => chunks.push(chunk))
    child.on('error', error => resolve({ code: 1, output: error.message }))
    child.on('close', code => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}
