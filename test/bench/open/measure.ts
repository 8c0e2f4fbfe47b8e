import { rangeOf, type Storage } from '@commonplace/storage'
import { type Memory, type OpenOptions, openMemory } from '../../../packages/memory/src'
import type { Corpus } from '../search/corpus'
import { LoopWatch, type Turns } from './loop-watch'
import { documentOf } from './records'
import { firstMark, lastMark } from './task-watch'

/** What opening a memory cost, from the call to the answer of the first search. */
export interface Opening<Clock extends string> {
  readonly records: number
  readonly openMs: number
  readonly firstAnswerMs: number
  /** Only of an opening that was watched: watching keeps a processor busy that others may need. */
  readonly turns?: Record<Clock, Turns>
  readonly closeMs: number
}

/** Where the records are: in the base as a relay gave them, or all of them still to be sent. */
export type Place = 'base' | 'unsent'

/** How the search index is given its worker here; without one it stays in the thread. */
export type IndexWorker = OpenOptions['indexWorker']

const openAt = (
  storage: Storage,
  place: Place,
  keepIndex: { from: number; afterMs?: number },
  indexWorker: IndexWorker = false,
): Promise<Memory> =>
  openMemory({
    agent: { id: 'bench', user: 'user-3', app: 'shop' },
    // What is written to a private space, or came from a relay, is in the base of its replica.
    spaces: { team: place === 'base' ? 'private' : 'shared' },
    storage,
    keepIndex,
    indexWorker,
  })

const never = { from: Number.MAX_SAFE_INTEGER }

/** Makes a store with so many records, without their index. */
export async function fill(storage: Storage, place: Place, records: number): Promise<void> {
  const memory = await openAt(storage, place, never)
  await memory.spaces.adopt('team', documentOf(records))
  await memory.close()
}

/** Adds the index, as a memory does by itself some seconds after it was first opened. */
export async function keepIndex(storage: Storage, place: Place): Promise<void> {
  const memory = await openAt(storage, place, { from: 1, afterMs: 0 })
  for (let isKept = false; !isKept; ) {
    await new Promise(resolve => setTimeout(resolve, 200))
    // The head is written last and sorts first.
    for await (const { value } of storage.range(...rangeOf('index'), { limit: 1 })) isKept = value[0] === 0x7b
  }
  await memory.close()
}

export async function open<Clock extends string>(
  storage: Storage,
  place: Place,
  corpus: Corpus,
  clocks: Record<Clock, () => number> | undefined,
  indexWorker?: IndexWorker,
): Promise<Opening<Clock>> {
  const question = corpus.question(1).text
  const watch = clocks && new LoopWatch(clocks)
  performance.mark(firstMark)
  const start = performance.now()
  const memory = await openAt(storage, place, never, indexWorker)
  const opened = performance.now()
  const hits = await memory.search(question, { scope: 'all' })
  const answered = performance.now()
  performance.mark(lastMark)
  const turns = watch?.stop()
  // What follows is no part of the last turn.
  await new Promise(resolve => setTimeout(resolve))
  if (hits.length === 0) throw new Error(`"${question}" found nothing`)
  const records = (await memory.getAll({ scope: 'all' })).length
  const closing = performance.now()
  await memory.close()
  return {
    records,
    openMs: Math.round(opened - start),
    firstAnswerMs: Math.round(answered - start),
    ...(turns && { turns }),
    closeMs: Math.round(performance.now() - closing),
  }
}
