import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { inTurns, type Pause, parseDuration, readKey, sortedInTurns } from '../model'
import { admits } from '../reading/admits'
import type { MemoryRecord } from '../reading/record'
import { recordIdToString, stringToRecordId } from '../reading/record-id'
import { add } from '../record/add'
import { update } from '../record/update'
import { extractiveSummariser } from './extractive-summariser'
import { type ConsolidateOptions, consolidateOptions } from './input'
import { topicsOf } from './topics'

/** What several episodes became, or would become. Frozen. */
export interface Consolidated {
  readonly content: string
  /** Ids of the episodes. */
  readonly from: readonly string[]
  /** The semantic record; absent with `dryRun`, and where it was not written. */
  readonly id?: string
  /** Why it was not written. */
  readonly reason?: string
}

/** What `memory.consolidate` did, or with `dryRun` would do. Frozen. */
export interface ConsolidationReport {
  readonly groups: readonly Consolidated[]
  /** How many episodes were looked at. */
  readonly episodes: number
  /** How many of them now expire. */
  readonly expiring: number
}

const sourceType = 'consolidation'

/** Makes one semantic record of several episodes about one thing; the episodes stay, and hold it up. */
export function consolidate(core: Core, options: ConsolidateOptions = {}): Promise<ConsolidationReport> {
  return guarded(core, 'consolidate', async () => {
    const { agent } = core.identity
    const {
      filter,
      olderThan = '7d',
      atLeast = 3,
      atMost = 20,
      expires,
      dryRun,
      onProgress,
      signal,
      summariser = extractiveSummariser,
    } = checked(consolidateOptions, options, agent, 'consolidate')
    const progress = core.events.safe(onProgress, 'consolidate')
    const episodes = await episodesOf(core, filter, core.now() - parseDuration(olderThan))
    const groups = await groupsOf(episodes, atLeast, atMost, core.pause)
    const done: Consolidated[] = []
    let expiring = 0
    for (const [at, group] of groups.entries()) {
      await core.pause()
      signal?.throwIfAborted()
      const told = group.map(({ id, content, author, time }) => ({ id, content, author: author.agent, time }))
      const content = await summariser.summarise(told, { ...(signal && { signal }) })
      progress({ done: at + 1, total: groups.length })
      if (content === undefined) continue
      const from = Object.freeze(group.map(({ id }) => id))
      if (dryRun) done.push(Object.freeze({ content, from }))
      else {
        const made = await written(core, content, group, { name: summariser.id, signal })
        done.push(Object.freeze({ content, from, ...made }))
        if (made.id !== undefined && expires !== undefined) expiring += await expireAll(core, group, expires)
      }
    }
    return Object.freeze({ groups: Object.freeze(done), episodes: episodes.length, expiring })
  })
}

/** Episodes of the default scope that are old enough and in no earlier consolidation, oldest first. */
async function episodesOf(core: Core, filter: unknown, before: number): Promise<MemoryRecord[]> {
  const admitted = admits(core, filter, 'own')
  await core.projection.completed()
  const records = core.projection.live()
  const taken = new Set<string>()
  await inTurns(records, core.pause, ({ record: { source, derivedFrom } }) => {
    if (source?.type === sourceType) for (const id of derivedFrom) taken.add(recordOf(core, id))
  })
  const found: { readonly record: MemoryRecord; readonly ms: number }[] = []
  await inTurns(records, core.pause, ({ record }) => {
    const ms = record.time.getTime()
    const isOpen = record.kind === 'episodic' && record.key === undefined && !taken.has(record.id) && ms <= before
    if (isOpen && admitted(record)) found.push({ record, ms })
  })
  const sorted = await sortedInTurns(found, core.pause, (a, b) => a.ms - b.ms || (a.record.id < b.record.id ? -1 : 1))
  return sorted.map(({ record }) => record)
}

/** A private space's episodes are told apart from the team's: what is made of them stays where they are. */
async function groupsOf(
  episodes: readonly MemoryRecord[],
  atLeast: number,
  atMost: number,
  pause: Pause,
): Promise<MemoryRecord[][]> {
  const groups: MemoryRecord[][] = []
  for (const space of new Set(episodes.map(each => each.space))) {
    const own = episodes.filter(record => record.space === space)
    const topics = await topicsOf(
      own.map(({ content }) => content),
      pause,
    )
    for (const topic of topics) {
      for (let from = 0; from < topic.length; from += atMost) {
        const part = topic.slice(from, from + atMost)
        if (part.length >= atLeast) groups.push(part.map(at => own[at]!))
      }
    }
  }
  return groups
}

async function written(
  core: Core,
  content: string,
  group: readonly MemoryRecord[],
  { name, signal }: { readonly name: string; readonly signal: AbortSignal | undefined },
): Promise<Pick<Consolidated, 'id' | 'reason'>> {
  try {
    const shared = group[0]!.tags.filter(tag => group.every(({ tags }) => tags.includes(tag)))
    const { id } = await add(core, content, {
      kind: 'semantic',
      space: group[0]!.space,
      tags: shared,
      derivedFrom: group.map(each => each.id),
      source: { type: sourceType, name },
      ...(signal && { signal }),
    })
    return { id }
  } catch (error) {
    if (error instanceof CommonplaceError && perGroup.has(error.code)) return { reason: error.message }
    throw error
  }
}

/** What is wrong with one summary only. */
const perGroup: ReadonlySet<string> = new Set(['repeated', 'secret', 'content-too-large', 'invalid-input'])

async function expireAll(
  core: Core,
  group: readonly MemoryRecord[],
  expires: ConsolidateOptions['expires'],
): Promise<number> {
  const isOwn = ({ author, pinned, expires: end }: MemoryRecord) =>
    author.agent === core.identity.agent && author.user === core.identity.user && !pinned && end === undefined
  const own = group.filter(isOwn)
  for (const { id } of own) await update(core, id, { expires })
  return own.length
}

/** The id of the record that a version is of. */
function recordOf(core: Core, version: string): string {
  const parts = stringToRecordId(version)
  const key = parts && core.pool.get(parts.space)?.index.get(parts.dot)?.key
  const name = key === undefined ? undefined : readKey(key)
  return name?.type === 'record' ? recordIdToString({ ...parts!, dot: name.dot }) : version
}
