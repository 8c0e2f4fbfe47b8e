import { type Memory, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Conversation, Turn } from '../recall/locomo'
import { type Chance, chanceOf } from '../search/chance'
import { chatter, type JunkKind, junkKinds, nearCopy, recalledText } from './junk'

/** A conversation as a team holds it that was not careful. */
export interface Store {
  readonly memory: Memory
  /** Records in it. */
  readonly size: number
  close(): Promise<void>
}

/**
 * Writes a conversation, each speaker with an agent of their own, and so much junk beside it, as it goes along; then brings both
 * together in the memory of a third agent that reads.
 *
 * @param junkShare of all that is written, 0 to below 1
 */
export async function writeStore(
  { turns, questions }: Conversation,
  { junkShare, gate, seed }: { readonly junkShare: number; readonly gate: boolean; readonly seed: number },
): Promise<Store> {
  const chance = chanceOf(seed)
  const names = [...new Set(turns.map(turn => turn.speaker))]
  let now = 0
  const open = (id: string) =>
    openMemory({
      agent: { id },
      spaces: { [`of ${id}`]: 'private' },
      storage: memoryStorage(),
      clock: () => now,
      ...(!gate && { gate }),
    })
  const writers = new Map(await Promise.all(names.map(async name => [name, await open(name)] as const)))
  const said = new Map<string, Turn[]>(names.map(name => [name, []]))
  const perTurn = junkShare / (1 - junkShare)
  let owed = 0
  for (const turn of turns) {
    now = turn.time
    const memory = writers.get(turn.speaker)!
    await memory.add(turn.text, { run: `session-${turn.session}` })
    said.get(turn.speaker)!.push(turn)
    for (owed += perTurn; owed >= 1; owed--) {
      now += 100
      const text = await junk(chance.pick(junkKinds), chance, memory, said.get(turn.speaker)!, questions)
      await memory.add(text, { run: `session-${turn.session}` })
    }
  }
  const reader = await openMemory({
    agent: { id: 'reader' },
    spaces: Object.fromEntries(names.map(name => [`of ${name}`, 'private' as const])),
    storage: memoryStorage(),
    clock: () => now,
  })
  for (const [name, memory] of writers) {
    await reader.import(await memory.export(`of ${name}`))
    await memory.close()
  }
  const { length: size } = await reader.getAll({ scope: 'all' })
  return { memory: reader, size, close: () => reader.close() }
}

async function junk(
  kind: JunkKind,
  chance: Chance,
  memory: Memory,
  said: readonly Turn[],
  questions: Conversation['questions'],
): Promise<string> {
  if (kind === 'chatter') return chatter(chance)
  if (kind === 'copy') return chance.pick(said).text
  if (kind === 'near-copy') return nearCopy(chance.pick(said).text, chance)
  const [hit] = await memory.search(chance.pick(questions).text, { limit: 1, scope: 'all' })
  return hit ? recalledText(hit.record.content, chance) : chatter(chance)
}
