import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRelay } from '@commonplace/relay'
import { systemClock } from '../../../packages/relay/src/identity/clock'
import { testKey } from '../../../packages/relay/src/identity/tokens.fixture'
import { RawClient, Writer } from '../../../packages/relay/src/server/raw-client.fixture'
import { runCommand } from '../../command-line'
import { percentile, round } from '../relay/workloads/workload'

const tenant = 'acme'
const othersCount = 50

/** Revokes a reader's access to a room in which somebody writes without a pause. @returns ms until its channel was closed, and what came after */
async function openBench() {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-revocation-'))
  const { jwk, sign } = await testKey(systemClock)
  const relay = await startRelay({ data: folder, tokens: { keys: { keys: [jwk] } } })
  const root = await sign({ tenant, agent: 'root', admin: true })
  const state = async (statement: object): Promise<void> => {
    const headers = { authorization: `Bearer ${root}` }
    const body = JSON.stringify(statement)
    const { status } = await fetch(`${relay.url.replace('ws:', 'http:')}/policy`, { method: 'POST', headers, body })
    if (status !== 201) throw new Error(`a statement was answered ${status}`)
  }
  const enter = async (agent: string, ids: number[] = []) => {
    const client = await RawClient.open(relay.url)
    const token = await sign({ tenant, agent })
    client.send({ type: 'hello', versions: [1, 1], tenant: '', agent: '', user: '', token, client: 'bench' })
    await client.next('welcome')
    const { joined } = await client.join('team', { tenant, ids })
    return { client, channel: joined.channel }
  }
  await state({ do: 'grant', agent: '**', space: 'team', right: 'append' })
  for (let n = 0; n < othersCount; n++) await enter(`other-${n}`)
  const { client, channel } = await enter('writer', [1001])
  const writer = new Writer(1001)
  let seq = 0
  const writing = setInterval(() => {
    client.send({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: writer.push(`${seq}`) })
  }, 2)
  return {
    async revoke(agent: string): Promise<{ readonly ms: number; readonly after: number }> {
      const reader = await enter(agent)
      await reader.client.next('updates')
      const asked = performance.now()
      const stated = state({ do: 'revoke', agent, space: 'team', right: 'discover' })
      await reader.client.next('closed')
      const ms = performance.now() - asked
      const before = reader.client.pending.length
      await stated
      await reader.client.settle()
      const after = reader.client.pending.length - before
      reader.client.close()
      return { ms, after }
    },
    async close() {
      clearInterval(writing)
      await relay.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

process.exitCode = await runCommand(
  'bench revocation',
  {
    summary: `ms from the request to revoke until the reader's room is closed, while a writer writes every 2 ms and ${othersCount} others read; a log on disk`,
    amount: { flag: 'runs', usual: 200, most: 10_000 },
    async run({ count }, say) {
      const bench = await openBench()
      const times: number[] = []
      let after = 0
      for (let run = 0; run < count; run++) {
        const found = await bench.revoke(`reader-${run}`)
        times.push(found.ms)
        after += found.after
      }
      await bench.close()
      say(
        `load average ${loadavg()
          .map(each => each.toFixed(1))
          .join(' ')}`,
      )
      const [p50, p99] = [0.5, 0.99].map(share => round(percentile(times, share), 2)) as [number, number]
      return { numbers: { runs: count, p50, p99, framesAfter: after }, isClean: p99 <= 1000 && after === 0 }
    },
  },
  process.argv.slice(2),
)
