import type { Core } from '../core'
import { type Line, lastLine } from '../ledger/line'
import { inTurns, type Json, ledgerKey, type Pause, readKey, sortedInTurns } from '../model'
import { isPlainObject } from '../model/json'
import type { MemoryRecord } from '../reading/record'
import { createTokenizer } from '../recall/tokenizer'
import { type Sketch, sketchToText, textToSketch, toSketch } from './sketch'

/** What an agent publishes of what it knows: topics, no content. */
export interface Knowledge {
  readonly sketch: Sketch
  /** How many of its records were verified and refuted, by its own account. */
  readonly verified: number
  readonly refuted: number
}

/** What may go into a sketch, as the agent's owner says. */
export interface Consent {
  /** Names of private spaces that contribute. */
  readonly private?: readonly string[]
  /** Words that stay out, such as the names of customers. */
  readonly hide?: readonly string[]
}

const sketchPath = 'sketch'
/** A word enters a sketch when at least so many records hold it: what was said once stays out. */
const leastRecords = 2
/** The newest so many records make the sketch: what an agent knows now, at a bounded cost. */
const mostRecords = 2_000

/** Sketches an agent's own records. Words with digits stay out: numbers of orders, cards and telephones are no topics. */
export async function knowledgeOf(core: Core, { private: named = [], hide = [] }: Consent): Promise<Knowledge> {
  const { agent, tenant } = core.identity
  const contributes = new Set(
    core.pool
      .loaded()
      .filter(({ name, visibility }) => visibility === 'shared' || named.includes(name))
      .map(({ name }) => name),
  )
  const own: MemoryRecord[] = []
  await inTurns(core.projection.live(), core.pause, ({ record }) => {
    if (record.author.agent === agent && contributes.has(record.space)) own.push(record)
  })
  const { tokenize } = createTokenizer()
  const hidden = new Set(hide.flatMap(word => tokenize(word, 'english')))
  const counts = new Map<string, number>()
  const withStatus = (wanted: string) => own.filter(({ status }) => status === wanted).length
  const told = await newest(
    own.filter(({ status }) => status !== 'refuted'),
    core.pause,
  )
  await inTurns(told, core.pause, ({ title = '', content, tags }) => {
    const stems = new Set(tokenize([title, content, ...tags].join(' '), 'english'))
    for (const stem of stems) {
      if (isTopic(stem) && !hidden.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
  })
  const sketch = toSketch(counts, tenant, leastRecords)
  return { sketch, verified: withStatus('verified'), refuted: withStatus('refuted') }
}

/** Whether a stem can be a topic: not of one or two Latin letters, and without digits. */
export function isTopic(stem: string): boolean {
  return !/\p{N}/u.test(stem) && !/^[a-z]{1,2}$/.test(stem)
}

export function knowledgeToValue({ sketch, verified, refuted }: Knowledge): Json {
  return { v: 1, topics: sketchToText(sketch), verified, refuted }
}

/** @returns undefined for what is no knowledge, or of a newer program */
function valueToKnowledge(value: Json): Knowledge | undefined {
  if (!isPlainObject(value) || value.v !== 1 || typeof value.topics !== 'string') return undefined
  const sketch = textToSketch(value.topics)
  return sketch && { sketch, verified: countOf(value.verified), refuted: countOf(value.refuted) }
}

/** What each agent published in the open spaces, this one left out; an agent's latest sketch only. */
export async function publishedKnowledge(core: Core): Promise<Map<string, Knowledge>> {
  const latest = new Map<string, { line: Line; knowledge: Knowledge }>()
  for (const space of core.ledger.spaces()) {
    await inTurns([...core.ledger.keysOf(space)], core.pause, key => {
      const name = readKey(key)
      if (name?.type !== 'ledger' || name.path !== sketchPath || name.owner === undefined) return
      const line = name.owner === core.identity.agent ? undefined : lastLine(core, space, key)
      const knowledge = line && valueToKnowledge(line.value)
      const known = latest.get(name.owner)
      if (line && knowledge && !(known && known.line.version.time.ms > line.version.time.ms)) {
        latest.set(name.owner, { line, knowledge })
      }
    })
  }
  return new Map([...latest].map(([agent, { knowledge }]) => [agent, knowledge]))
}

export function sketchKey(core: Core): string {
  return ledgerKey(sketchPath, core.identity.agent)
}

async function newest(records: readonly MemoryRecord[], pause: Pause): Promise<readonly MemoryRecord[]> {
  if (records.length <= mostRecords) return records
  const timed: { readonly record: MemoryRecord; readonly ms: number }[] = []
  await inTurns(records, pause, record => timed.push({ record, ms: record.time.getTime() }))
  const sorted = await sortedInTurns(timed, pause, (a, b) => b.ms - a.ms)
  return sorted.slice(0, mostRecords).map(({ record }) => record)
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0
}
