import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'

const program = fileURLToPath(new URL('../faults/main.ts', import.meta.url))

/** The numbers that a run of the command ends with. */
async function faults(...args: string[]): Promise<{ code: number; numbers: Record<string, number>; stderr: string }> {
  const child = spawn(process.execPath, nodeArguments(program, ...args, '--json'), {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString()
  })
  const [code] = await once(child, 'close')
  return { code, numbers: JSON.parse(stdout.trimEnd().split('\n').at(-1) || '{}'), stderr }
}

test('AK2 relay and agents killed and stopped under load: a newcomer finds everything that was acknowledged', async () => {
  const { code, numbers, stderr } = await faults('kill', '--cycles', '2', '--seed', '7')
  expect(code, stderr).toBe(0)
  expect(numbers).toMatchObject({ cycles: 2, lost: 0 })
  expect(numbers.acknowledged).toBeGreaterThan(0)
})

test('hostile frames and bytes: the relay lives, acknowledges nothing false, and serves others meanwhile', async () => {
  const { code, numbers, stderr } = await faults('frames', '--count', '2000', '--seed', '7')
  expect(code, stderr).toBe(0)
  expect(numbers).toMatchObject({ exits: 0, falseAcks: 0, disturbed: 0 })
  expect(numbers.frames).toBeGreaterThanOrEqual(2000)
})

test('FO5 a reader that never reads costs the relay its budget, and what is written meanwhile is on disk', async () => {
  const { code, numbers, stderr } = await faults('reader', '--megabytes', '144')
  expect(code, stderr).toBe(0)
  expect(numbers.growthMb).toBeLessThanOrEqual(numbers.allowedMb!)
})

test('a wrong command line is told so, and does nothing', async () => {
  const { code, stderr } = await faults('kill', '--cycles', 'many')
  expect(code).toBe(2)
  expect(stderr).toContain('--cycles takes a whole number')
})
