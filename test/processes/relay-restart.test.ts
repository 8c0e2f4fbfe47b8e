import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Memory, openMemory } from '@commonplace/memory'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RelayProcess, startRelayProcess } from './relay-process.fixture'

let root: string
let relay: RelayProcess
const opened = new Set<Memory>()

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'relay-restart-'))
  relay = await startRelayProcess({ data: join(root, 'relay') })
})
afterEach(async () => {
  await Promise.all([...opened].map(memory => memory.close()))
  opened.clear()
  await relay.kill()
  await rm(root, { recursive: true })
})

async function enter(agent: string): Promise<Memory> {
  const storage = await openLmdbStorage({ path: join(root, agent) })
  const memory = await openMemory({ agent: { id: agent }, relay: relay.url, storage, spaces: { team: 'shared' } })
  opened.add(memory)
  return memory
}

/** Content of every record of the shared space, by id. */
async function held(memory: Memory): Promise<Map<string, string>> {
  const records = await memory.getAll({ scope: 'all' })
  return new Map(records.map(({ id, content }) => [id, content]))
}

/** Resolves once everything that the relay has is on this replica. */
function synced(memory: Memory): Promise<void> {
  return new Promise(resolve => {
    const look = () => memory.sync.status.value.spaces.team?.synced && resolve()
    memory.sync.status.subscribe(look)
    look()
  })
}

/** Resolves once a replica holds so many records. */
function holds(memory: Memory, count: number): Promise<void> {
  return new Promise(resolve => {
    const look = async () => {
      if ((await held(memory)).size >= count) resolve()
    }
    memory.on('change', look)
    void look()
  })
}

/** What was written in one round, and what the relay said is on its disk. */
class Round {
  readonly written = new Map<string, string>()
  readonly acknowledged = new Set<string>()
  private isDown = false

  /** Both write without a pause; the relay is killed at the given acknowledgement, and they write a little more. */
  async run(writers: readonly Memory[], name: string, killAt: number): Promise<void> {
    let kill: Promise<void> | undefined
    const onAcknowledged = () => {
      if (this.acknowledged.size < killAt || kill) return
      this.isDown = true
      kill = relay.kill()
    }
    await Promise.all(writers.map(memory => this.write(memory, name, onAcknowledged)))
    await kill
  }

  private async write(memory: Memory, name: string, onAcknowledged: () => void): Promise<void> {
    for (let number = 0, after = 0; after < 10; number++, after += this.isDown ? 1 : 0) {
      const content = `${memory.identity.agent} ${name} ${number}`
      const record = await memory.add(content)
      this.written.set(record.id, content)
      record.durable('relay').then(
        () => {
          this.acknowledged.add(record.id)
          onAcknowledged()
        },
        // It was not acknowledged, which is all this counts; that it arrives in the end is asserted below.
        () => {},
      )
    }
  }
}

test('a relay killed while agents write has everything it acknowledged when it returns; the rest follows, replicas are equal', async () => {
  const [ada, ben] = [await enter('ada'), await enter('ben')]
  const written = new Map<string, string>()
  for (const killAt of [1, 40, 150]) {
    const round = new Round()
    await round.run([ada, ben], `killed at ${killAt}`, killAt)
    for (const memory of [ada, ben]) memory.sync.pause()
    expect(round.acknowledged.size).toBeGreaterThanOrEqual(killAt)
    expect(round.written.size).toBeGreaterThan(round.acknowledged.size)

    relay = await startRelayProcess({ data: join(root, 'relay'), port: relay.port })
    const newcomer = await enter(`newcomer ${killAt}`)
    await synced(newcomer)
    const known = await held(newcomer)
    for (const id of round.acknowledged)
      expect(known.get(id), `acknowledged before the kill at ${killAt}`).toBe(round.written.get(id))

    for (const [id, content] of round.written) written.set(id, content)
    for (const memory of [ada, ben]) memory.sync.resume()
    await Promise.all([ada, ben].map(memory => memory.sync.flush('relay')))
    await Promise.all([ada, ben, newcomer].map(memory => holds(memory, written.size)))
    for (const memory of [ada, ben, newcomer]) expect(await held(memory)).toEqual(written)
  }
})
