import { spawn } from 'node:child_process'

/** How one part of the test run ended, in tests or checks. */
export interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
}

/** Runs a command of this workspace as one check; its output is shown when it fails. */
export async function runCheck(name: string, command: string, args: readonly string[], cwd?: string): Promise<Outcome> {
  const started = performance.now()
  const { code, output } = await run(command, args, cwd)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output)
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
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
