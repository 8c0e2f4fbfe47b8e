import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from '../../packages/relay/src/server/raw-client.fixture'
import { nodeArguments } from '../../scripts/node-program'

const cycles = 3
const writers = 4
const ackedPerCycle = 250
const inFlight = 8
const bin = join(import.meta.dirname, '../../packages/relay/src/bin.ts')

const children = new Set<ChildProcess>()
const folders: string[] = []
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true })
})

/** A relay in a process of its own. */
async function start(data: string): Promise<{ child: ChildProcess; url: string }> {
  const args = nodeArguments(bin, '--insecure', '--port', '0', '--data', data, '--log-level', 'warn')
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /ws:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return { child, url }
  }
  throw new Error('the relay ended before it listened')
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** Writes as fast as acknowledgements allow until the socket is lost; the ledger gets what was acknowledged. */
async function load(url: string, client: number, ledger: Set<string>, onAck: () => void): Promise<void> {
  const socket = await RawClient.greet(url, `writer-${client}`)
  const writer = new Writer(client)
  const { joined } = await socket.join('team', { ids: [client] })
  let seq = 0
  let acked = 0
  const send = (): void => {
    seq++
    const update = writer.push(`${client}/${seq}`)
    socket.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
  }
  for (let n = 0; n < inFlight; n++) send()
  for (;;) {
    const ack = await socket.next('ack').catch(() => null)
    if (ack === null) return
    for (; acked < ack.upTo; send()) {
      acked++
      ledger.add(`${client}/${acked}`)
      onAck()
    }
  }
}

test('AK2 a relay killed in the middle of a load has lost nothing it acknowledged', async () => {
  const data = await mkdtemp(join(tmpdir(), 'commonplace-kill-'))
  folders.push(data)
  const ledger = new Set<string>()
  for (let cycle = 0; cycle < cycles; cycle++) {
    const { child, url } = await start(data)
    let left = ackedPerCycle
    const loads = Array.from({ length: writers }, (_, n) =>
      load(url, 1000 * (cycle + 1) + n, ledger, () => {
        left--
        if (left === 0) child.kill('SIGKILL')
      }),
    )
    await Promise.all(loads)
    expect(ledger.size).toBeGreaterThanOrEqual(ackedPerCycle * (cycle + 1))

    const restarted = await start(data)
    const reader = await RawClient.greet(restarted.url, 'reader')
    const { pieces } = await reader.join('team')
    const payloads = new Set([...payloadsOf(pieces.map(({ update }) => update)).values()].flat())
    expect([...ledger].filter(payload => !payloads.has(payload))).toEqual([])
    reader.cut()
    await kill(restarted.child)
  }
})

test('HS11 a relay told to end in the middle of a load ends in time, cleanly, and has everything it acknowledged', async () => {
  const data = await mkdtemp(join(tmpdir(), 'commonplace-drain-'))
  folders.push(data)
  const { child, url } = await start(data)
  // Two who would hold it up: one that never reads, and one that never says anything.
  const stuck = await RawClient.greet(url, 'stuck')
  await stuck.join('team')
  stuck.pause()
  const silent = connect(Number(new URL(url).port), '127.0.0.1')
  silent.on('error', () => {})
  await once(silent, 'connect')

  const ledger = new Set<string>()
  const exited = once(child, 'exit')
  let left = ackedPerCycle
  const loads = Array.from({ length: writers }, (_, n) =>
    load(url, 1000 + n, ledger, () => {
      left--
      if (left === 0) child.kill('SIGTERM')
    }),
  )
  await Promise.all(loads)
  // One that takes longer than --drain-ms ends with status 1.
  expect(await exited).toEqual([0, null])
  stuck.cut()

  const restarted = await start(data)
  const reader = await RawClient.greet(restarted.url, 'reader')
  const { pieces } = await reader.join('team')
  const payloads = new Set([...payloadsOf(pieces.map(({ update }) => update)).values()].flat())
  expect(ledger.size).toBeGreaterThanOrEqual(ackedPerCycle)
  expect([...ledger].filter(payload => !payloads.has(payload))).toEqual([])
  reader.cut()
  await kill(restarted.child)
})
