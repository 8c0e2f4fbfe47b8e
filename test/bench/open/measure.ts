import { type Memory, openMemory } from '../../../packages/memory/src'
import type { Corpus } from '../search/corpus'
import { LoopWatch, type Turns } from './loop-watch'
import { documentOf } from './records'

/** What opening a memory cost, from the call to the answer of the first search. */
export interface Opening<Clock extends string> {
  readonly records: number
  readonly openMs: number
  readonly firstAnswerMs: number
  readonly turns: Record<Clock, Turns>
  readonly closeMs: number
}

/** Where the records are: in the base as a relay gave them, or all of them still to be sent. */
export type Place = 'base' | 'unsent'

const openAt = (storage: string, place: Place): Promise<Memory> =>
  openMemory({
    agent: { id: 'bench', user: 'user-3', app: 'shop' },
    // What is written to a private space, or came from a relay, is in the base of its replica.
    spaces: { team: place === 'base' ? 'private' : 'shared' },
    storage,
  })

/** Makes a store with so many records. */
export async function fill(storage: string, place: Place, records: number): Promise<void> {
  const memory = await openAt(storage, place)
  await memory.spaces.adopt('team', documentOf(records))
  await memory.close()
}

export async function open<Clock extends string>(
  storage: string,
  place: Place,
  corpus: Corpus,
  clocks: Record<Clock, () => number>,
): Promise<Opening<Clock>> {
  const question = corpus.question(1).text
  const watch = new LoopWatch(clocks)
  const start = performance.now()
  const memory = await openAt(storage, place)
  const opened = performance.now()
  const hits = await memory.search(question, { scope: 'all' })
  const answered = performance.now()
  const turns = watch.stop()
  if (hits.length === 0) throw new Error(`"${question}" found nothing`)
  const records = (await memory.getAll({ scope: 'all' })).length
  const closing = performance.now()
  await memory.close()
  return {
    records,
    openMs: Math.round(opened - start),
    firstAnswerMs: Math.round(answered - start),
    turns,
    closeMs: Math.round(performance.now() - closing),
  }
}
