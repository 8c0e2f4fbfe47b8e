import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const typescript = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
const main = fileURLToPath(new URL('../../apps/conversation/src/main.ts', import.meta.url))

/** Runs the program as the root command does, to its end. */
async function start(...flags: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [...typescript, main, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString()
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

test('the shipped conversation: nothing lost, nothing leaked, replicas equal, most evidence found', async () => {
  const { code, stdout, stderr } = await start('--once', '--json')
  expect(code, stderr).toBe(0)
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  expect(summary).toMatchObject({ agents: 3, records: 170, lost: 0, leaked: 0, converged: true })
  expect(summary.offline).toBeGreaterThan(0)
  expect(summary.recallAt10).toBeGreaterThanOrEqual(0.6)
  expect(summary.propagationP50Ms).toBeGreaterThan(0)
  expect(summary.propagationP99Ms).toBeGreaterThanOrEqual(summary.propagationP50Ms)
  expect(summary.searchP95Ms).toBeGreaterThan(0)
  expect(Object.keys(summary)).toHaveLength(10)
})

test('a file that is missing, one of another shape, and a flag that does not exist are named, with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const wrong = join(folder, 'wrong.json')
  await writeFile(wrong, '[{"sample_id": "x"}]')
  const [missing, shape, flag] = await Promise.all([
    start('--data', join(folder, 'none.json')),
    start('--data', wrong, '--store', join(folder, 'store')),
    start('--fast'),
  ])
  expect(missing).toMatchObject({ code: 2, stdout: '' })
  expect(missing.stderr).toContain(`there is no file ${join(folder, 'none.json')}`)
  expect(missing.stderr).toContain('--data')
  expect(shape).toMatchObject({ code: 2, stdout: '' })
  expect(shape.stderr).toContain('[0].conversation')
  expect(flag).toMatchObject({ code: 2, stdout: '' })
  expect(flag.stderr).toContain("Unknown option '--fast'")
  expect(flag.stderr).toContain('--help')
  expect(await readdir(folder)).toEqual(['wrong.json'])
  await rm(folder, { recursive: true })
})
