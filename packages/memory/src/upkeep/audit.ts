import type { Core } from '../core'
import { secretsIn } from '../gate/secrets'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { policyMs } from '../kinds/kind-policies'
import { inTurns, sortedInTurns, toIso } from '../model'
import { utf8Length } from '../model/record-limits'
import { admits } from '../reading/admits'
import { type Placed, placedIn } from '../reading/placed'
import { isShown } from '../reading/reader'
import type { MemoryRecord } from '../reading/record'
import { recordIdOf } from '../reading/record-id'
import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import { type Finding, FindingList } from './finding'
import { type AuditOptions, auditOptions } from './input'
import { SaidBefore } from './said-before'

/** What a memory holds that may be noise. A record may be in several findings. Frozen. */
export interface AuditReport {
  /** How many records were looked at. */
  readonly records: number
  /** The text of an older record of the space, whoever wrote it. */
  readonly duplicates: Finding
  /** Nearly the text of an older record of the space. */
  readonly nearDuplicates: Finding
  /** Written down from what a search gave. */
  readonly echoes: Finding
  /** Over a day old, and in no search or packet of this memory since it was opened. */
  readonly neverRecalled: Finding
  /** Expired, and still on the disk. */
  readonly expired: Finding
  /** Over four half-lives of its kind old and not said again since, or its `validTo` has passed. */
  readonly stale: Finding
  /** Nothing that it was made from is held here. */
  readonly unsupported: Finding
  /** Holds what looks like a secret. */
  readonly secrets: Finding
  /** Over 4 kB. */
  readonly oversized: Finding
  /** Duplicates, near duplicates, echoes and what has expired, each record once, and their share of all there is. */
  readonly junk: { readonly count: number; readonly share: number }
}

const day = 86_400_000
const halfLives = 4
const largeBytes = 4_096

/** Looks at every record of the open spaces; changes nothing. */
export function audit(core: Core, options: AuditOptions = {}): Promise<AuditReport> {
  return guarded(core, 'audit', async () => {
    const {
      filter,
      scope,
      examples = 3,
      onProgress,
      signal,
    } = checked(auditOptions, options, core.identity.agent, 'audit')
    const progress = core.events.safe(onProgress, 'audit')
    const admitted = admits(core, filter, scope)
    await core.projection.completed()
    const chosen = new Map<string, Placed & { readonly ms: number }>()
    await inTurns(placedIn(core.projection), core.pause, each => {
      if (admitted(each.record))
        chosen.set(placeToId(each.space.name, each.key), { ...each, ms: each.record.time.getTime() })
    })
    const placed = await sortedInTurns(
      [...chosen.values()],
      core.pause,
      (a, b) => a.ms - b.ms || (a.record.id < b.record.id ? -1 : 1),
    )
    const list = () => new FindingList(examples)
    const found = {
      ...{ duplicates: list(), nearDuplicates: list(), echoes: list(), neverRecalled: list(), expired: list() },
      ...{ stale: list(), unsupported: list(), secrets: list(), oversized: list() },
    }
    const junk = new Set<string>()
    const before = new SaidBefore()
    for (const [at, { space, key, record }] of placed.entries()) {
      const copy = record.key === undefined ? before.take(space.name, record) : undefined
      if (copy) found[copy.finding].add(record, `as ${copy.of}`)
      const isEcho = record.source?.type === 'recall'
      if (isEcho) found.echoes.add(record, `from ${record.derivedFrom.join(', ')}`)
      if (copy || isEcho) junk.add(record.id)
      const stale = staleness(core, placeToId(space.name, key), record)
      if (stale !== undefined) found.stale.add(record, stale)
      const isOld = core.now() - record.time.getTime() > day
      if (isOld && !core.recalled.wasHandedOut(record.version)) found.neverRecalled.add(record)
      if (record.supports.length > 0 && record.supports.every(({ standing }) => standing === 'unknown'))
        found.unsupported.add(record, `made from ${record.derivedFrom.join(', ')}`)
      // Nobody wrote the note of an artifact: one in thirty has a number that passes for a card's.
      const { artifact: _, ...metadata } = record.metadata ?? {}
      const secrets = secretsIn([record.content, record.title, JSON.stringify(metadata)].join('\n'))
      if (secrets.length > 0) found.secrets.add(record, [...new Set(secrets.map(({ rule }) => rule))].join(', '))
      const bytes = utf8Length(record.content)
      if (bytes > largeBytes) found.oversized.add(record, `${Math.ceil(bytes / 1024)} kB`)
      await step(core, signal, () => progress({ done: at + 1, total: placed.length }))
    }
    let gone = 0
    for (const space of filter === undefined ? core.pool.loaded() : []) {
      for (const key of [...space.index.keys()]) {
        const expired = expiredIn(core, space, key)
        if (expired) found.expired.add(expired)
        if (expired) gone++
        await step(core, signal)
      }
    }
    const findings = Object.entries(found).map(([name, finding]) => [name, finding.toFinding()])
    const [count, all] = [junk.size + gone, placed.length + gone]
    return Object.freeze({
      records: placed.length,
      ...(Object.fromEntries(findings) as Omit<AuditReport, 'records' | 'junk'>),
      junk: Object.freeze({ count, share: all === 0 ? 0 : count / all }),
    })
  })
}

function staleness(core: Core, place: string, record: MemoryRecord): string | undefined {
  const now = core.now()
  if (record.validTo && record.validTo.getTime() <= now) return `held until ${toIso(record.validTo.getTime())}`
  const last = Math.max(record.time.getTime(), core.reinforcement.lastOf(place) ?? 0)
  const isOld = now - last > halfLives * policyMs(core.kinds[record.kind].halfLife)
  return isOld && !record.pinned ? `last said ${toIso(last)}` : undefined
}

/** What has expired of a key that shows nothing any more. */
function expiredIn(core: Core, space: Space, key: string): { id: string; content: string } | undefined {
  if (!isShown(key) || core.projection.record(space, key)) return undefined
  const { state, heads } = core.projection.verdict(space, key)
  const [head] = state === 'expired' ? heads : []
  if (!head?.record.ok) return undefined
  const { content } = head.record.body
  const id = recordIdOf(space, head.entry.dot)
  return { id, content: typeof content === 'string' ? content : JSON.stringify(content) }
}

async function step(core: Core, signal: AbortSignal | undefined, tell?: () => void): Promise<void> {
  signal?.throwIfAborted()
  const turn = core.pause()
  if (turn) await turn
  tell?.()
}
