import { createRecall, type SearchQuery } from '../../packages/memory/src/recall'
import type { Conversation } from './locomo'

/** What one size of index costs. Latencies in ms. */
export interface Speed {
  records: number
  insertsPerSecond: number
  heapBytesPerRecord: number
  questionP50: number
  questionP95: number
  filteredP50: number
  filteredP95: number
  narrowP50: number
  narrowP95: number
  updateP50: number
  removeP50: number
}

const recordsPerRun = 24
const users = 200

/**
 * Times puts, questions, filtered questions, updates and removes over records recombined from the turns of conversations,
 * with made-up names whose frequencies fall like words do (Zipf), so that the vocabulary grows as it would.
 */
export function measureSpeed(conversations: readonly Conversation[], records: number): Speed {
  const random = seeded(records)
  const turns = conversations.flatMap(conversation => conversation.turns)
  const questions = conversations.flatMap(conversation => conversation.questions.map(question => question.text))
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const sentence = () => pick(pick(turns).text.split(/(?<=[.!?])\s+/))
  const entity = () => `thing${Math.floor(30_000 ** random())}`
  const record = (at: number) => ({
    id: `team.0.writer.${at.toString(36)}`,
    text: `${sentence()} ${sentence()} ${entity()}`,
    space: 'team',
    kind: at % 4 === 0 ? 'semantic' : 'episodic',
    author: `agent${at % 7}`,
    user: `user-${Math.floor(random() ** 2 * users)}`,
    run: `run-${Math.floor(at / recordsPerRun)}`,
    tags: [] as string[],
    time: 1_700_000_000_000 + at * 30_000,
  })

  const before = heapUsed()
  const recall = createRecall()
  let spent = 0
  for (let at = 0; at < records; at++) {
    const next = record(at)
    const start = performance.now()
    recall.put(next)
    spent += performance.now() - start
  }
  const heapBytesPerRecord = Math.round((heapUsed() - before) / records)

  const search = (query: Omit<SearchQuery, 'text'>, rounds = 400) => {
    const times: number[] = []
    for (let round = -100; round < rounds; round++) {
      const text = pick(questions)
      const start = performance.now()
      recall.search({ text, ...query })
      if (round >= 0) times.push(performance.now() - start)
    }
    return times
  }
  const question = search({})
  const filtered = search({ filter: { kind: 'episodic', space: 'team', time: { from: 1_700_000_000_000 } } })
  const narrow = search({ filter: { user: 'user-150', space: 'team' } })
  const updates = timed(300, round => recall.put({ ...record(round * 3), text: `${sentence()} ${round}` }))
  const removes = timed(300, round => recall.remove(record(round * 3 + 1).id))

  return {
    records,
    insertsPerSecond: Math.round((records / spent) * 1000),
    heapBytesPerRecord,
    questionP50: at(question, 0.5),
    questionP95: at(question, 0.95),
    filteredP50: at(filtered, 0.5),
    filteredP95: at(filtered, 0.95),
    narrowP50: at(narrow, 0.5),
    narrowP95: at(narrow, 0.95),
    updateP50: at(updates, 0.5),
    removeP50: at(removes, 0.5),
  }
}

function timed(rounds: number, action: (round: number) => void): number[] {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    action(round)
    times.push(performance.now() - start)
  }
  return times
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other)
  return Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2))
}

/** Heap and array buffers after a collection; run with --expose-gc, else the figure includes garbage. */
function heapUsed(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Mulberry32: the same records in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
