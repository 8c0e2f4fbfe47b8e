import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, openMemory } from '@commonplace/memory'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { seen } from '../fixtures/seen'
import { type RelayProcess, startRelayProcess } from './relay-process.fixture'

/** A relay in a process of its own and agents of this one, all with their stores in one folder. */
export class RelayAndAgents {
  readonly root: string
  relay: RelayProcess
  readonly #opened = new Set<Memory>()

  private constructor(root: string, relay: RelayProcess) {
    this.root = root
    this.relay = relay
  }

  static async start(): Promise<RelayAndAgents> {
    const root = await mkdtemp(join(tmpdir(), 'relay-and-agents-'))
    return new RelayAndAgents(root, await startRelayProcess({ data: join(root, 'relay') }))
  }

  /** The same relay again, at the same address, after it was killed. */
  async restart(options: { data?: string; receiptKey?: string } = {}): Promise<void> {
    this.relay = await startRelayProcess({ data: join(this.root, 'relay'), port: this.relay.port, ...options })
  }

  async enter(agent: string, { paused = false } = {}): Promise<Memory> {
    const storage = await openLmdbStorage({ path: join(this.root, agent) })
    const relay = { url: this.relay.url, paused }
    const memory = await openMemory({ agent: { id: agent }, relay, storage, spaces: { team: 'shared' } })
    this.#opened.add(memory)
    return memory
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened].map(memory => memory.close()))
    await this.relay.kill()
    await rm(this.root, { recursive: true })
  }
}

/** What every record of the shared space says, by id. */
export async function held(memory: Memory): Promise<Map<string, string>> {
  const records = await memory.getAll({ scope: 'all' })
  return new Map(records.map(({ id, content }) => [id, content]))
}

/** Resolves once a replica holds so many records; rejects if it is closed before. */
export function holds(memory: Memory, count: number): Promise<void> {
  return seen(memory, async () => (await held(memory)).size >= count)
}

/** Resolves once everything that the relay has is on this replica. */
export function synced(memory: Memory): Promise<void> {
  return new Promise(resolve => {
    memory.sync.status.subscribe(({ spaces }) => spaces.team?.synced && resolve())
  })
}
