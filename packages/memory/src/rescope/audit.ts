import type { Core } from '../core'
import { linesOf, newLine } from '../ledger/line'
import {
  type Clocks,
  type Dot,
  type Instant,
  type Json,
  type JsonObject,
  ledgerKey,
  type NewEntry,
  readKey,
} from '../model'
import { clocksOf } from '../model/erasure'
import type { ScopeChange } from '../model/scope-change'
import { instants } from '../reading/instants'
import type { Author } from '../reading/record'
import type { Space } from '../space/space'

/**
 * What was done in one space: records got another scope, came from another space, left for one, were promoted to this
 * space, had something made of them that was, or, promoted before, were taken back.
 */
export type Deed = 'rescoped' | 'arrived' | 'left' | 'promoted' | 'shared' | 'withdrawn'

/** One line of the audit: what one batch did in one space. */
export interface AuditLine {
  readonly did: Deed
  /** how many records */
  readonly records: number
  /** where the entries stand that did it */
  readonly dots: readonly Dot[]
  /** the other space; absent where that is private and this is shared */
  readonly other?: string
  readonly scope?: ScopeChange
  /** the rescoping that this one takes back */
  readonly undoes?: string
}

/** One rescoping or promotion, as the open spaces tell. Frozen. */
export interface Rescoping {
  /** `memory.undo` takes it. */
  readonly token: string
  readonly by: Author
  readonly time: Instant
  readonly reason?: string
  /** What it did in each space. */
  readonly changes: readonly {
    readonly space: string
    readonly did: Deed
    readonly records: number
    readonly other?: string
    readonly scope?: ScopeChange
  }[]
  /** The rescoping that it takes back. */
  readonly undoes?: string
  /** Whether it was taken back, or begun to be: an undo that was cut off is finished by calling it again. */
  readonly undone: boolean
}

const folder = 'rescope/'

/** The entry that says in a space's ledger what a batch did there. */
export function auditEntry(
  core: Core,
  space: Space,
  token: string,
  { did, records, dots, other, scope, undoes }: AuditLine,
  reason: string | undefined,
): NewEntry {
  const value: JsonObject = {
    ...{ v: 1, did, records },
    at: [...clocksOf(dots)].map(([client, ranges]): Json => [client, ...ranges.flat()]),
    ...(other !== undefined && { other }),
    ...(scope && { scope: scope as JsonObject }),
    ...(undoes !== undefined && { undoes }),
  }
  return newLine(core, space, ledgerKey(`${folder}${token}/${core.randomName()}`), value, { reason })
}

/** What was written down of a rescoping in a space, or of all. */
export function* auditIn(
  core: Core,
  space: Space,
  wanted?: string,
): Generator<{
  readonly token: string
  readonly line: AuditLine
  readonly by: Author
  readonly ms: number
  readonly reason?: string
}> {
  for (const key of core.ledger.keysOf(space)) {
    const name = key.startsWith(`l/${folder}`) ? readKey(key) : undefined
    if (name?.type !== 'ledger') continue
    const token = name.path.split('/')[1]!
    if (wanted !== undefined && token !== wanted) continue
    const [first] = linesOf(core, space, key)
    const line = first && toAuditLine(first.value)
    if (!line || !first.author) continue
    yield { token, line, by: first.author, ms: first.version.time.ms, reason: first.body.reason }
  }
}

function toAuditLine(value: Json): AuditLine | undefined {
  const { v, did, records, at, other, scope, undoes } = (value ?? {}) as { [name: string]: Json }
  if (v !== 1 || !Array.isArray(at) || typeof records !== 'number') return undefined
  const dots: Dot[] = []
  for (const [client, ...clocks] of at as number[][]) {
    for (let i = 0; i + 1 < clocks.length; i += 2) {
      const [from, to] = [clocks[i]!, clocks[i + 1]!] satisfies Clocks
      for (let clock = from; clock < to && dots.length < maxDots; clock++) dots.push({ client: client!, clock })
    }
  }
  return {
    ...{ did: did as Deed, records, dots },
    ...(typeof other === 'string' && { other }),
    ...(scope && { scope: scope as ScopeChange }),
    ...(typeof undoes === 'string' && { undoes }),
  }
}

/** More than one batch writes: a longer range is not ours. */
const maxDots = 10_000

const placeOf = ({ space, did }: Rescoping['changes'][number]) => `${space} ${did}`

/** Every rescoping that the open spaces tell of, oldest first; what it did by space. */
export function rescopingsOf(core: Core): Rescoping[] {
  const found = new Map<
    string,
    { by: Author; ms: number; reason?: string; undoes?: string; changes: Rescoping['changes'][number][] }
  >()
  const spaces = core.ledger.spaces().sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const space of spaces) {
    for (const { token, line, by, ms, reason } of auditIn(core, space)) {
      const { did, records, other, scope, undoes } = line
      const entry = found.get(token) ?? { by, ms, reason, undoes, changes: [] }
      found.set(token, entry)
      entry.ms = Math.min(entry.ms, ms)
      const same = entry.changes.findIndex(
        each => each.space === space.name && each.did === did && each.other === other,
      )
      const before = entry.changes[same]?.records ?? 0
      const change = {
        space: space.name,
        did,
        records: before + records,
        ...(other !== undefined && { other }),
        ...(scope && { scope }),
      }
      entry.changes.splice(same === -1 ? entry.changes.length : same, 1, Object.freeze(change))
    }
  }
  const undone = new Set([...found.values()].map(({ undoes }) => undoes))
  return [...found]
    .sort(([s, a], [t, b]) => a.ms - b.ms || (s < t ? -1 : 1))
    .map(([token, { by, ms, reason, undoes, changes }]) => {
      // In whatever order they came.
      changes.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
      const fields = {
        ...{ token, by, changes: Object.freeze(changes), undone: undone.has(token) },
        ...(reason !== undefined && { reason }),
        ...(undoes !== undefined && { undoes }),
      }
      return Object.freeze(Object.defineProperties(fields, instants({ time: ms })) as Rescoping)
    })
}
