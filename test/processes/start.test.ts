import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'
import { tsx } from '../../scripts/tsx'

const main = fileURLToPath(new URL('../../apps/conversation/src/main.ts', import.meta.url))

/** Starts the program as the root command does. */
const launch = (...flags: string[]) => launched([...tsx, main, ...flags])

function launched(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.once('exit', () => process.off('exit', killed))
  return child
}

/** Its bundle, to its end: where only what it says is looked at. */
const startBundle = (...flags: string[]) => outcomeOf(launched(nodeArguments(main, ...flags)))

async function outcomeOf(child: ReturnType<typeof launch>): Promise<{ code: number; stdout: string; stderr: string }> {
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
  const { code, stdout, stderr } = await startBundle('--once', '--json')
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

test('worlds and inspector are served at one address until Ctrl-C, which ends everything that was started and leaves nothing behind', async () => {
  const child = launch()
  const text = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (text.includes('Ctrl-C')) resolve(text)
    })
    child.once('exit', code => reject(new Error(`it ended with exit code ${code}: ${text}`)))
  })
  const [site = '', page = ''] = text.match(/http:\/\/127\.0\.0\.1:\S+/g) ?? []
  const [, relay = '', folder = ''] = /relay: ws(\S+), its store in (\S+)\/relay/.exec(text) ?? []
  expect(new URL(page).origin).toBe(new URL(site).origin)
  expect(await (await fetch(page)).text()).toContain('Commonplace inspector')
  expect(await (await fetch(`${site}care-team.html`)).text()).toContain('Care team')
  expect(await (await fetch(`${site}site.json`)).json()).toMatchObject({ relay: `ws${relay}`, agents: true })
  const foreign = await fetch(`${site}agents`, {
    method: 'POST',
    body: '[]',
    headers: { origin: 'http://example.com' },
  })
  expect(foreign.status).toBe(403)
  expect((await fetch(`http${relay}/healthz`)).status).toBe(200)
  expect(new URL(page).searchParams.get('relay')).toBe(`ws${relay}`)
  expect(await readdir(folder)).toContain('agents')

  const taken = await startBundle('--port', new URL(site).port)
  expect(taken).toMatchObject({ code: 2, stdout: '' })
  expect(taken.stderr).toContain(`at port ${new URL(site).port}: it is taken`)

  const ended = once(child, 'exit')
  child.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  await expect(fetch(site)).rejects.toThrow()
  await expect(fetch(`http${relay}/healthz`)).rejects.toThrow()
  await expect(readdir(folder)).rejects.toThrow('ENOENT')
})

test('a file that is missing, one of another shape, and a flag that does not exist are named, with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const wrong = join(folder, 'wrong.json')
  await writeFile(wrong, '[{"sample_id": "x"}]')
  const [missing, shape, flag] = await Promise.all([
    startBundle('--data', join(folder, 'none.json')),
    startBundle('--data', wrong, '--store', join(folder, 'store')),
    startBundle('--fast'),
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
