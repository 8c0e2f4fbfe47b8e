import { type Memory, type MemoryRecord, openMemory } from '@commonplace/memory'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { contentHash } from '../content-hash'
import type { Turn } from '../conversation'
import type { AgentOptions, AgentVerbs, Found, Replica, Written } from './agent-verbs'
import { Arrivals } from './arrivals'
import { machineNow } from './clock'

const shared = 'team'
const notes = 'notes'

/** How long an agent waits for its cue before it says that it never came, in ms. */
const cueMs = 60_000

/**
 * One agent of a conversation and its memory.
 *
 * @param onWritten is called after each turn it wrote
 */
export async function rememberingAgent(
  options: AgentOptions,
  onWritten: () => void,
): Promise<Omit<AgentVerbs, 'open'>> {
  const { agent, speaker, tenant, relay, store } = options
  const memory = await openMemory({
    agent: { id: agent, app: 'conversation' },
    tenant,
    relay,
    storage: await openLmdbStorage({ path: store }),
    spaces: { [shared]: 'shared', [notes]: 'private' },
  })
  const arrivals = new Arrivals(agent)
  memory.on('change', change => {
    if (change.space === shared) arrivals.note(change.records)
  })
  arrivals.note(await recordsOf(memory))
  await memory.team.register({
    description: speaker === '' ? 'Came when all was said, and answers from memory' : `Remembers what ${speaker} says`,
    capabilities: speaker === '' ? ['answer'] : ['talk'],
  })

  const add = async (turn: Turn): Promise<Written> => {
    const at = machineNow()
    const { id } = await memory.add(turn.content, {
      space: shared,
      kind: 'episodic',
      run: `session ${turn.session}`,
      validFrom: turn.at,
      source: { type: 'conversation', name: turn.id },
    })
    onWritten()
    return { id, turn: turn.id, at }
  }
  return {
    async keep(texts) {
      await Promise.all(texts.map(text => memory.add(text, { space: notes, kind: 'semantic' })))
    },
    async talk(turns) {
      const written: Written[] = []
      for (const turn of turns) {
        if (turn.speaker === speaker) written.push(await add(turn))
        else if (!(await arrivals.until(() => arrivals.turns.has(turn.id), cueMs)))
          throw new Error(`waited ${cueMs / 1000} s for turn ${turn.id} of ${turn.speaker}; ${standing(memory)}`)
      }
      return written
    },
    write: turns => Promise.all(turns.filter(turn => turn.speaker === speaker).map(add)),
    pause: async () => memory.sync.pause(),
    resume: async () => {
      memory.sync.resume()
      await memory.sync.flush('relay')
    },
    flush: () => memory.sync.flush('relay'),
    async gather({ count, withinMs }) {
      await arrivals.until(() => arrivals.count >= count, withinMs)
      return arrivals.count
    },
    pending: async () => memory.sync.status.value.pending,
    heard: async () => [...arrivals.turns],
    arrivals: async () => [...arrivals.fromOthers.values()],
    replica: async () => replicaOf(await recordsOf(memory)),
    async wordsSeen(words) {
      const texts = (await memory.getAll({ scope: 'all' })).map(record => JSON.stringify(record))
      return words.filter(word => texts.some(text => text.includes(word)))
    },
    async search({ questions, limit }) {
      const found: Found[] = []
      for (const question of questions) {
        const from = machineNow()
        const hits = await memory.search(question, { limit, filter: { space: shared } })
        found.push({ ids: hits.map(({ record }) => record.id), ms: machineNow() - from })
      }
      return found
    },
    close: () => memory.close(),
  }
}

function recordsOf(memory: Memory): Promise<MemoryRecord[]> {
  return memory.getAll({ scope: 'all', filter: { space: shared } })
}

/** Durability is a replica's own view of a record; everything else is the same everywhere, or the replicas differ. */
function replicaOf(records: readonly MemoryRecord[]): Replica {
  const same = records.map(({ durability, durable, ...record }) => record)
  return { hash: contentHash(same), records: Object.fromEntries(records.map(({ id, content }) => [id, content])) }
}

function standing(memory: Memory): string {
  const { connection, pending, refused } = memory.sync.status.value
  return `connection ${connection}, ${pending} pending, ${refused} refused`
}
