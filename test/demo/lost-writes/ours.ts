import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { startAgent } from '../../fixtures/agent-process'
import { startRelayProcess } from '../../processes/relay-process.fixture'
import type { Race, Size } from './race'

/** The race in Commonplace: a relay and every writer in a process and on a disk of its own; somebody new counts. */
export async function raceOfOurs({ writers, writes }: Size): Promise<Race> {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-race-'))
  const relay = await startRelayProcess({ data: join(folder, 'relay'), onLog: () => {} })
  const script = new URL('writer.ts', import.meta.url)
  const agents = Array.from({ length: writers }, (_, n) =>
    startAgent(script, [relay.url, join(folder, `writer-${n}`), `writer-${n}`, String(writes)]),
  )
  try {
    await Promise.all(agents.map(agent => agent.printed('ready')))
    for (const order of ['own', 'shared']) {
      for (const agent of agents) agent.tell(order)
      await Promise.all(agents.map(agent => agent.printed(`done ${order}`)))
    }
    const written = writers * writes
    const { own, shared } = await countAnew(relay.url)
    return {
      system: `Commonplace, ${writers} processes and a relay`,
      own: { written, kept: own },
      shared: { written, kept: shared },
      promises: 'every acknowledged write is kept; a shared value is changed under its lease, else both versions show',
    }
  } finally {
    await Promise.all(agents.map(agent => agent.kill()))
    await relay.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What an agent that comes afterwards is given by the relay. */
async function countAnew(relay: string): Promise<{ own: number; shared: number }> {
  const reader = await openMemory({ agent: { id: 'reader' }, relay, storage: memoryStorage() })
  try {
    await new Promise<void>(resolve => {
      reader.sync.status.subscribe(({ synced }) => synced && resolve())
    })
    const records = await reader.getAll({ scope: 'all', filter: { not: { key: 'list' } } })
    const list = await reader.facts.get('list')
    return {
      own: new Set(records.map(({ content }) => content)).size,
      shared: new Set(list?.value as string[]).size,
    }
  } finally {
    await reader.close()
  }
}
