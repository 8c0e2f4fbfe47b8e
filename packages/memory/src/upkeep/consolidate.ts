import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { parseDuration, readKey } from '../model'
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
    const groups = groupsOf(episodes, atLeast, atMost)
    const done: Consolidated[] = []
    let expiring = 0
    for (const [at, group] of groups.entries()) {
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
  const records = core.projection.records()
  const made = records.filter(({ source }) => source?.type === sourceType)
  const taken = new Set(made.flatMap(({ derivedFrom }) => derivedFrom.map(id => recordOf(core, id))))
  const isOpen = (record: MemoryRecord) =>
    record.kind === 'episodic' && record.key === undefined && !taken.has(record.id) && record.time.getTime() <= before
  const found = records.filter(record => isOpen(record) && admitted(record))
  return found.sort((a, b) => a.time.getTime() - b.time.getTime() || (a.id < b.id ? -1 : 1))
}

/** A private space's episodes are told apart from the team's: what is made of them stays where they are. */
function groupsOf(episodes: readonly MemoryRecord[], atLeast: number, atMost: number): MemoryRecord[][] {
  const spaces = new Set(episodes.map(({ space }) => space))
  return [...spaces].flatMap(space => {
    const own = episodes.filter(record => record.space === space)
    return topicsOf(own.map(({ content }) => content)).flatMap(topic => {
      const group = topic.map(at => own[at]!)
      const parts = Array.from({ length: Math.ceil(group.length / atMost) }, (_, part) =>
        group.slice(part * atMost, (part + 1) * atMost),
      )
      return parts.filter(part => part.length >= atLeast)
    })
  })
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
