import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type AgentProcess, startAgent } from '../../fixtures/agent-process'
import { startRelayProcess } from '../../processes/relay-process.fixture'
import { type Corner, corners, type Order, quantile, type Row, type Told } from './row'

const usage = `What each topology and each consistency costs: a real relay, agents in processes and on disks of their own.

  pnpm bench topology [--agents N] [--writes N] [--quick] [--json]

  --agents N   how many agents write at once (default 3, from 2 to 16)
  --writes N   how many writes each, one after the other (default 200, from 10 to 5000)
  --quick      20 writes each
  --json       the last line is {"agents","rows","reads"}
  --help       print this and exit

A write is timed from the call to its end, and until the listener of another agent is told of it. Bytes are what the writers send
and receive over WebSocket till all is acknowledged, a write; what they receive is what the others write.
`

class Misuse extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      agents: { type: 'string', default: '3' },
      writes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const number = (name: 'agents' | 'writes', text: string, least: number, most: number) => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value
    throw new Misuse(`--${name} takes a number from ${least} to ${most}, not "${text}"`)
  }
  return {
    ...values,
    agents: number('agents', values.agents, 2, 16),
    writes: number('writes', values.writes ?? (values.quick ? '20' : '200'), 10, 5000),
  }
}

/** Tells every agent the same at once; resolves with what each answers. */
async function tell<T>(agents: readonly AgentProcess[], order: Order | 'seen' | 'reads'): Promise<T[]> {
  return Promise.all(
    agents.map(
      agent =>
        new Promise<T>((resolve, reject) => {
          const stop = agent.onLine(line => {
            stop()
            resolve(JSON.parse(line))
          })
          void agent.ended.then(code => reject(new Error(`an agent ended with exit code ${code}`)))
          agent.tell(JSON.stringify(order))
        }),
    ),
  )
}

async function measure(corner: Corner, count: number, agentCount: number): Promise<{ row: Row; reads: number[][] }> {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-topology-'))
  const relay = await startRelayProcess({ data: join(folder, 'relay'), onLog: () => {} })
  const agents = Array.from({ length: agentCount }, (_, n) =>
    startAgent(new URL('agent.ts', import.meta.url), [
      relay.url,
      join(folder, `agent-${n}`),
      `agent-${n}`,
      corner.topology,
    ]),
  )
  try {
    const { topology, what, guarantee } = corner
    // The first writes meet cold code and rooms that are being joined.
    await tell(agents, { what, count: 5 })
    await tell(agents, 'seen')
    const told = await tell<Told>(agents, { what, count })
    // Reads ask the relay too, so that after them nothing is on its way.
    const reads = await tell<number[][]>(agents, 'reads')
    const seen = (await tell<number[]>(agents, 'seen')).flat()
    const writes = told.flatMap(each => each.writes)
    const sum = (pick: (each: Told) => number) => told.reduce((total, each) => total + pick(each), 0)
    const row: Row = {
      ...{ topology, what, writes: writes.length },
      writeP50Ms: quantile(writes, 0.5)!,
      writeP95Ms: quantile(writes, 0.95)!,
      ...(seen.length > 0 && { seenP50Ms: quantile(seen, 0.5), seenP95Ms: quantile(seen, 0.95) }),
      bytesSent: Math.round(sum(each => each.sent) / writes.length),
      bytesReceived: Math.round(sum(each => each.received) / writes.length),
      guarantee,
    }
    return { row, reads: [reads.flatMap(([local]) => local!), reads.flatMap(([, fresh]) => fresh!)] }
  } finally {
    await Promise.all(agents.map(agent => agent.kill()))
    await relay.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(usage)
    return
  }
  const rows: Row[] = []
  const reads: [number[], number[]] = [[], []]
  for (const corner of corners) {
    process.stderr.write(`${corner.topology}, ${corner.what} …\n`)
    const measured = await measure(corner, Math.ceil(options.writes * corner.share), options.agents)
    rows.push(measured.row)
    reads[0].push(...measured.reads[0]!)
    reads[1].push(...measured.reads[1]!)
  }
  console.table(rows.map(({ guarantee: _, ...row }) => row))
  const [local, fresh] = reads.map(times => ({ p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) }))
  console.table({ 'a read': local, 'a read with maxStaleness: 0': fresh })
  const load = loadavg().map(each => each.toFixed(1))
  process.stdout.write(
    `${options.agents} agents, ${cpus().length} cores, Node ${process.version}, load average ${load.join(' ')}\n`,
  )
  if (options.json)
    process.stdout.write(`${JSON.stringify({ agents: options.agents, rows, reads: { local, fresh } })}\n`)
}

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench topology: ${error instanceof Error ? error.message : error}\n`)
}
