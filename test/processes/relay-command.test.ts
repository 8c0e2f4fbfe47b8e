import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { type EventEmitter, once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { RawClient, Writer } from '../../packages/relay/src/server/raw-client.fixture'
import { nodeArguments } from '../../scripts/node-program'

const bin = join(import.meta.dirname, '../../packages/relay/src/bin.ts')

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-command-'))
  undo.push(() => rm(path, { recursive: true, force: true }))
  return path
}

/** The command as a process; `said` resolves once its output matches. */
function run(...args: string[]) {
  const child = spawn(process.execPath, nodeArguments(bin, ...args))
  undo.push(() => child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const exited = once(child, 'exit')
  const until = async (stream: EventEmitter, find: () => RegExpExecArray | null): Promise<string> => {
    for (;;) {
      const match = find()
      if (match !== null) return match[0]
      await Promise.race([once(stream, 'data'), exited])
      const end = child.exitCode ?? child.signalCode
      if (end !== null) throw new Error(`ended with ${end}: ${err}`)
    }
  }
  return {
    child,
    ended: async () => ({ status: (await exited)[0] as number | null, out, err }),
    said: (pattern: RegExp) => until(child.stdout, () => pattern.exec(out)),
    logged: (pattern: RegExp) => until(child.stderr, () => pattern.exec(err)),
  }
}

test('help, version and misuse', async () => {
  const [help, version, misuse] = [run('--help'), run('--version'), run('--bogus')]
  expect(await help.ended()).toMatchObject({ status: 0, out: expect.stringContaining('--log-level <text>') })
  expect(await version.ended()).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  expect(await misuse.ended()).toMatchObject({ status: 2, err: expect.stringContaining('--bogus') })
})

test('whoever reads what it prints may leave early', async () => {
  const [help, relay] = [run('--help'), run('--insecure', '--port', '0', '--data', await folder())]
  for (const { child } of [help, relay]) child.stdout.destroy()
  expect(await help.ended()).toEqual({ status: 0, out: '', err: '' })
  const port = await relay.logged(/(?<="port":)\d+/)
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  relay.child.kill('SIGTERM')
  expect((await relay.ended()).status).toBe(0)
})

test('HS11 SIGTERM ends it cleanly, its store is free after, and its logs hold no content', async () => {
  const data = await folder()
  const relay = run('--insecure', '--port', '0', '--data', data, '--log-level', 'trace')
  const url = await relay.said(/ws:\/\/\S+/)
  const second = await run('--insecure', '--port', '0', '--data', data).ended()
  expect(second).toMatchObject({ status: 1, err: expect.stringContaining('commonplace-relay: ') })
  const client = await RawClient.greet(url, 'ada')
  const { joined } = await client.join('a secret room', { ids: [101] })
  const update = new Writer(101).push('a secret payload')
  client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await client.next('ack')
  relay.child.kill('SIGTERM')
  expect(await client.closed).toBe(4500)
  const { status, out, err } = await relay.ended()
  expect(status).toBe(0)
  expect(out + err).not.toContain('secret')
  for (const line of err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
  const again = run('--insecure', '--port', '0', '--data', data)
  const reader = await RawClient.greet(await again.said(/ws:\/\/\S+/), 'bob')
  expect((await reader.join('a secret room')).joined.vector).toEqual(new Map([[101, 1]]))
  reader.cut()
})

test('HS11 SIGTERM while it starts ends it cleanly, too: the first process of a container gets no signal without a handler', async () => {
  const server = createServer()
  undo.push(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const keys = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  const { child, ended, logged } = run('--keys', keys, '--port', '0', '--data', await folder())
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  child.kill('SIGTERM')
  await logged(/shutting down/)
  const jwk = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'one', alg: 'EdDSA' }] }))
  expect(await ended()).toMatchObject({ status: 0 })
})

test('the configuration is checked before anything starts, and can be printed', async () => {
  const config = join(await folder(), 'relay.json')
  await writeFile(config, '{ "insecure": true, "port": 0, "structs": 5 }')
  const printed = await run('--print-config', '--config', config, '--update-bytes', '1000').ended()
  expect(printed).toMatchObject({ status: 0, err: '' })
  expect(JSON.parse(printed.out)).toMatchObject({ port: 0, structs: 5, updateBytes: 1000, idsPerJoin: 64 })
  await writeFile(config, '{ "insecure": true, "port": "many" }')
  const refused = await run('--config', config).ended()
  expect(refused).toMatchObject({ status: 2, out: '' })
  expect(refused.err).toContain(`"port" in ${config} takes a whole number from 0 to 65535, not "many"`)
})
