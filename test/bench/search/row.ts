import { parseArgs } from 'node:util'
import { type BenchQuestion, Corpus } from './corpus'
import type { Engine } from './engines/engine'
import { engines, isEngineName } from './engines/engines'
import { rounded, type Timing, timeEach } from './timing'

/** What one engine costs; absent where it has no such operation. */
export interface Row {
  /** How many different questions it was asked, within its time. */
  readonly questions: number
  readonly insertsPerSecond: number
  readonly heapBytesPerRecord: number
  readonly question: Timing
  /** Questions asked for the first time. */
  readonly questionFirst: Timing
  readonly questionFiltered?: Timing
  readonly update: Timing
  readonly remove: Timing
  readonly snapshotSaveMs?: number
  readonly snapshotLoadMs?: number
  readonly snapshotMb?: number
}

const questionCount = 300
const changes = 300

async function measure(makeEngine: () => Engine, records: number, budgetMs: number): Promise<Row> {
  const corpus = new Corpus(records)
  const questions = Array.from({ length: questionCount }, (_, at) => corpus.question(at))
  warmUp(makeEngine(), questions)

  const before = heapUsed()
  const engine = makeEngine()
  let spent = 0
  // Records are made a hundred at a time, so that making them is neither timed nor kept.
  for (let from = 0; from < records; from += 100) {
    const batch = Array.from({ length: Math.min(100, records - from) }, (_, at) => corpus.record(from + at))
    const start = performance.now()
    for (const record of batch) engine.add(record)
    spent += performance.now() - start
  }
  const heapBytesPerRecord = Math.round((heapUsed() - before) / records)

  const { few, passes } = affordable(engine, questions, budgetMs)
  const questionFirst = timeEach(few, each => engine.ask(each))
  const question = timeEach(few, each => engine.ask(each), passes)
  const askFiltered = engine.askFiltered?.bind(engine)
  const questionFiltered = askFiltered && timeEach(few, each => askFiltered(each), passes)
  const changed = Array.from({ length: changes }, (_, at) => Math.floor((at * records) / changes))
  const pairs = changed.map(at => [corpus.record(at), corpus.record(at, 1)] as const)
  const update = timeEach(pairs, ([old, fresh]) => engine.update(old, fresh))
  const kept = engine.save && (await keep(engine, few))
  const remove = timeEach(pairs, ([, fresh]) => engine.remove(fresh))
  return {
    questions: few.length,
    insertsPerSecond: Math.round((records / spent) * 1000),
    heapBytesPerRecord,
    question,
    questionFirst,
    ...(questionFiltered && { questionFiltered }),
    update,
    remove,
    ...kept,
  }
}

/** Lets the compiler see every operation before any is timed. */
function warmUp(engine: Engine, questions: readonly BenchQuestion[]): void {
  const corpus = new Corpus(2_000)
  for (let at = 0; at < 2_000; at++) engine.add(corpus.record(at))
  for (const each of questions) {
    engine.ask(each)
    engine.askFiltered?.(each)
  }
  for (let at = 0; at < 200; at++) engine.update(corpus.record(at), corpus.record(at, 1))
  for (let at = 0; at < 200; at++) engine.remove(corpus.record(at, 1))
}

/** As many questions as fit the time, three at least and each ten times at most: stock Orama takes seconds for one. */
function affordable(engine: Engine, questions: readonly BenchQuestion[], budgetMs: number) {
  const start = performance.now()
  for (const each of questions.slice(0, 3)) engine.ask(each)
  const count = Math.floor((3 * budgetMs) / (performance.now() - start))
  const few = questions.slice(0, Math.max(3, count))
  return { few, passes: Math.max(1, Math.min(10, Math.floor(count / few.length))) }
}

/** Saves and loads, and checks that the loaded engine answers like the saved one. */
async function keep(engine: Engine, questions: readonly BenchQuestion[]): Promise<Partial<Row>> {
  const start = performance.now()
  const saved = await engine.save!()
  const snapshotSaveMs = rounded(performance.now() - start)
  let snapshotLoadMs = Number.POSITIVE_INFINITY
  for (let pass = 0; pass < 3; pass++) {
    globalThis.gc?.()
    const begin = performance.now()
    const loaded = await engine.load!(saved)
    snapshotLoadMs = Math.min(snapshotLoadMs, rounded(performance.now() - begin))
    if (pass > 0) continue
    for (const each of questions.slice(0, 20)) {
      if (String(loaded.ask(each)) !== String(engine.ask(each)))
        throw new Error(`loaded, it answers otherwise: ${each.text}`)
    }
  }
  const bytes = saved.reduce((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : part.length), 0)
  return { snapshotSaveMs, snapshotLoadMs, snapshotMb: rounded(bytes / 1e6) }
}

/** Heap and array buffers after a collection. */
function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: '' },
    records: { type: 'string', default: '' },
    peers: { type: 'string', default: '' },
    budget: { type: 'string', default: '20000' },
  },
})
if (!isEngineName(values.engine)) throw new Error(`there is no engine "${values.engine}"`)
const make = engines[values.engine]
console.log(JSON.stringify(await measure(() => make(values.peers), Number(values.records), Number(values.budget))))
