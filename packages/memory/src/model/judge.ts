import { type Ancestry, ancestryOf } from './ancestry'
import { compareDots } from './dot'
import type { Entry } from './entry'
import { isExpired } from './expiry'
import { inCausalOrder } from './history'
import type { HoldReason, JudgeContext } from './judge-context'
import { type KeyName, readKey } from './keys'
import { isLineage, type Lineage } from './lineage'
import { mayWrite } from './permission'
import { type Side, sidesOf } from './sides'
import { compareVersions, readVersion, type Version } from './version'

/** Why an entry counts for nothing. */
export type IgnoreReason = 'unknown-key' | 'not-permitted' | 'loop' | 'damaged' | 'wrong-type'

/** An entry that counts for nothing, with the reason. */
export interface Ignored {
  readonly entry: Entry
  readonly reason: IgnoreReason
}

/** A version that is held back, with the reason. It replaces nothing while it is. */
export interface Held {
  readonly version: Version
  readonly reason: HoldReason
}

/** What the heads of a key replaced, not decoded: whoever lists all of it decodes it in turns. */
export interface Replaced {
  /** by the positions that the ancestry uses */
  readonly entries: readonly (readonly [at: number, entry: Entry])[]
  readonly ancestry: Ancestry
}

/**
 * How a key stands. `absent`: no entry counts. `held`: those that would are held back. `settled`: the heads agree.
 * `conflict`: they do not. `retracted`: they agree that it is no more. `expired`: every head has passed its expiry.
 * `unreadable`: a newer program wrote the head.
 */
export type KeyState = 'absent' | 'held' | 'settled' | 'conflict' | 'retracted' | 'expired' | 'unreadable'

/** What readers make of a key. */
export interface Verdict {
  readonly key: string
  readonly state: KeyState
  /** the entries that count and that none that counts descends from, earliest first: the parents of a resolution */
  readonly heads: readonly Version[]
  /** what the heads that have not expired say, each thing once; several when in conflict */
  readonly sides: readonly Side[]
  /** what is held back and no head descends from, earliest first */
  readonly held: readonly Held[]
  /** what counts for nothing, read when asked for; damage is looked for only where it matters, not below a head */
  ignored(): readonly Ignored[]
  /** what the heads replaced, or the latest so much of it */
  replaced(latest?: number): Replaced
  /** the same as versions, ancestors first; decoded when asked for */
  history(latest?: number): readonly Version[]
}

/**
 * Judges a key: from its entries, the rights of their authors and the time to what a reader sees. An entry counts when
 * its author may write under the key, it can be read, and it does not descend from itself; an entry that counts
 * replaces every entry it descends from. One that the context holds back replaces nothing meanwhile: what it was to
 * replace is uncovered.
 *
 * @param entries the entries of one key that this replica holds, in any order; with what is known of how they descend, a key
 * whose heads all count costs what its heads cost, and what is asked of the rest is read when it is asked for
 */
export function judge(key: string, entries: readonly Entry[] | Lineage, context: JudgeContext): Verdict {
  if (!isLineage(entries)) return judgeAll(key, entries, context)
  return judgeHeads(key, entries, context) ?? judgeAll(key, entries.all(), context)
}

/** Where no entry descends from itself each one leads up to a head: if all heads count, they replace all the rest. */
function judgeHeads(key: string, lineage: Lineage, context: JudgeContext): Verdict | undefined {
  const name = readKey(key)
  if (name === undefined) return undefined
  const heads: Version[] = []
  for (const entry of lineage.heads()) {
    if (!mayWrite(name, entry.dot.client, context)) return undefined
    const version = readVersion(entry, context)
    if (faultOf(version, name) !== undefined || context.holds?.(version) !== undefined) return undefined
    heads.push(version)
  }
  const ignored = () =>
    Object.freeze(
      lineage
        .all()
        .filter(({ dot }) => !mayWrite(name, dot.client, context))
        .map(entry => ({ entry, reason: 'not-permitted' as const })),
    )
  const replaced = (latest?: number) => {
    const looked: Entry[] = []
    const entries: [number, Entry][] = []
    for (const entry of latest === 0 ? [] : lineage.childrenFirst()) {
      const at = looked.push(entry) - 1
      if (at < heads.length || !mayWrite(name, entry.dot.client, context)) continue
      if (entries.push([at, entry]) === latest) break
    }
    return { entries, ancestry: ancestryOf(looked) }
  }
  return verdictOf(key, { heads, held: [], ignored, replaced }, context)
}

function judgeAll(key: string, entries: readonly Entry[], context: JudgeContext): Verdict {
  const name = readKey(key)
  const sorted = entries.length > 1 ? entries.toSorted((a, b) => compareDots(a.dot, b.dot)) : entries
  const ancestry = ancestryOf(sorted)
  const ignored = new Map<number, IgnoreReason>()
  for (const [i, { dot }] of sorted.entries()) {
    if (name === undefined) ignored.set(i, 'unknown-key')
    else if (!mayWrite(name, dot.client, context)) ignored.set(i, 'not-permitted')
    else if (ancestry.looped.has(i)) ignored.set(i, 'loop')
  }
  const back = new Map<number, Held>()
  const found = headsAmong(sorted, ancestry, { ignored, held: back }, name, context)
  const made = {
    heads: [...found.values()],
    held: [...back.values()],
    ignored: () =>
      Object.freeze([...ignored].sort(([a], [b]) => a - b).map(([i, reason]) => ({ entry: sorted[i]!, reason }))),
    replaced: (latest?: number) => {
      const replaced = ancestry.childrenFirst.filter(i => !found.has(i) && !ignored.has(i) && !back.has(i))
      return { entries: replaced.slice(0, latest).map(i => [i, sorted[i]!] as const), ancestry }
    },
  }
  return verdictOf(key, made, context)
}

interface Found {
  readonly heads: Version[]
  readonly held: Held[]
  readonly ignored: Verdict['ignored']
  readonly replaced: Verdict['replaced']
}

function verdictOf(key: string, { heads, held, ignored, replaced }: Found, context: JudgeContext): Verdict {
  heads.sort(compareVersions)
  const live = heads.filter(({ record }) => !record.ok || !isExpired(record.body, context.now))
  const sides = sidesOf(live)
  return Object.freeze({
    key,
    state: stateOf(heads, sides, held.length > 0),
    heads: Object.freeze(heads),
    sides: Object.freeze(sides),
    held: Object.freeze(held.sort((a, b) => compareVersions(a.version, b.version))),
    ignored,
    replaced,
    history: (latest?: number) => {
      const { entries, ancestry } = replaced(latest)
      return inCausalOrder(new Map(entries.map(([at, entry]) => [at, readVersion(entry, context)])), ancestry)
    },
  })
}

/** The entries that count and have no descendant that counts. Decodes only those that no such entry descends from. */
function headsAmong(
  entries: readonly Entry[],
  ancestry: Ancestry,
  { ignored, held }: { readonly ignored: Map<number, IgnoreReason>; readonly held: Map<number, Held> },
  name: KeyName | undefined,
  context: JudgeContext,
): Map<number, Version> {
  const heads = new Map<number, Version>()
  const replaced = new Set<number>()
  for (const node of ancestry.childrenFirst) {
    if (!replaced.has(node)) {
      const version = ignored.has(node) ? undefined : readVersion(entries[node]!, context)
      const fault = version && faultOf(version, name!)
      if (fault !== undefined) ignored.set(node, fault)
      if (version === undefined || fault !== undefined) continue
      const reason = context.holds?.(version)
      if (reason !== undefined) {
        held.set(node, { version, reason })
        continue
      }
      heads.set(node, version)
    }
    for (const parent of ancestry.parents[node]!) replaced.add(parent)
  }
  return heads
}

function faultOf({ record }: Version, name: KeyName): IgnoreReason | undefined {
  if (!record.ok) return record.reason === 'damaged' ? 'damaged' : undefined
  const wanted = name.type === 'ledger' ? 'fact' : name.type
  return record.body.type === wanted || record.body.type === 'tombstone' ? undefined : 'wrong-type'
}

function stateOf(heads: readonly Version[], sides: readonly Side[], isHeld: boolean): KeyState {
  if (heads.length === 0) return isHeld ? 'held' : 'absent'
  if (sides.length === 0) return 'expired'
  if (sides.length > 1) return 'conflict'
  const [{ body }] = sides as [Side]
  return body === undefined ? 'unreadable' : body.type === 'tombstone' ? 'retracted' : 'settled'
}
