import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { type Dot, dotToString, type Entry, type NewEntry, type RecordBody, type Scope, type Version } from '../model'
import { push } from '../model/erasure'
import { bodyToRevise } from '../model/revise'
import { changedScope, type ScopeChange } from '../model/scope-change'
import { recordIdOf, stringToRecordId } from '../reading/record-id'
import { versionId } from '../reading/to-record'
import { retract } from '../record/retract'
import type { Space } from '../space/space'
import { type AuditLine, auditEntry, auditIn } from './audit'
import { allDone, batchSize, type Pace, readAhead, settle } from './batch'
import { carriedOf } from './carried'
import { rewritten } from './in-place'
import { type UndoOptions, undoOptions } from './input'
import { type Carried, move } from './move'
import { emptyReport, type RescopeReport, sealed } from './rescope'

interface Step {
  readonly core: Core
  readonly token: string
  readonly undoes: string
  readonly reason: string | undefined
  readonly report: ReturnType<typeof emptyReport>
  readonly pace: Pace
  /** what an undo that was cut off has taken back already: keys by space */
  readonly done: ReadonlyMap<Space, ReadonlySet<string>>
}

/**
 * Takes a rescoping or a promotion back, or finishes an undo of it that was cut off: records have the names they had, are where they were under the ids they had, or are
 * retracted where they were promoted to. What was written of them since is kept: only what the rescoping changed is changed
 * back.
 */
export function undo(core: Core, token: string, options: UndoOptions = {}): Promise<RescopeReport> {
  return guarded(core, 'undo', async () => {
    const { agent } = core.identity
    const undoes = checkedText(token, agent, 'undo')
    const { reason, onProgress, ...how } = checked(undoOptions, options, agent, 'undo')
    const pace = { ...how, onProgress: core.events.safe(onProgress, 'undo') }
    const lines = core.ledger.spaces().flatMap(space => [...auditIn(core, space)].map(each => ({ space, ...each })))
    const asked = lines.filter(({ token: of }) => of === undoes)
    checkUndoable(
      undoes,
      asked.map(({ line }) => line),
    )
    checkThere(undoes, asked)
    const earlier = lines.filter(({ line }) => line.undoes === undoes)
    const step: Step = {
      ...{ core, token: core.randomName(), undoes, reason, report: emptyReport(), pace },
      done: keysBySpace(earlier),
    }
    const work = asked.filter(({ line }) => line.did !== 'left' && line.did !== 'shared')
    const count = { done: 0, total: work.reduce((sum, { line }) => sum + line.records, 0) }
    for (const { space, line } of work) {
      pace.signal?.throwIfAborted()
      await readAhead(core, space, keysOf(space, line).keys())
      if (line.did === 'rescoped') await rescopeBack(step, space, line)
      else if (line.did === 'arrived') await moveBack(step, space, line)
      else if (line.did === 'promoted') await takeBack(step, space, line)
      count.done += line.records
      pace.onProgress({ ...count })
    }
    if (earlier.length > 0 && step.report.changed.length === 0) throw spent(undoes, 'was undone')
    return sealed({ ...step.report, token: step.token }, true)
  })
}

/** @throws CommonplaceError `unknown-record` for a token of no open space; `invalid-input` for an undo */
function checkUndoable(token: string, lines: readonly AuditLine[]): void {
  if (lines.length === 0)
    throw new CommonplaceError('unknown-record', `no open space tells of the rescoping ${token.slice(0, 99)}`, {
      hint: 'open the spaces that it changed; memory.rescopings() lists what the open ones tell of',
    })
  if (lines.some(({ undoes }) => undoes !== undefined)) throw spent(token, 'is an undo')
}

/** @throws CommonplaceError `unknown-space` where this replica does not see what the rescoping did in the space that it led to */
function checkThere(token: string, asked: readonly { readonly space: Space; readonly line: AuditLine }[]): void {
  for (const { line } of asked) {
    const there = line.did === 'left' ? 'arrived' : line.did === 'shared' ? 'promoted' : undefined
    const isMet = ({ space, line: { did } }: (typeof asked)[number]) =>
      did === there && (line.other === undefined ? space.visibility === 'private' : space.name === line.other)
    if (there === undefined || asked.some(isMet)) continue
    const name = line.other === undefined ? 'a private space' : `space "${line.other}"`
    throw new CommonplaceError('unknown-space', `what the rescoping ${token} wrote to ${name} is not seen here`, {
      hint: 'open that space with memory.spaces.open, wait until it has synced, and undo again',
    })
  }
}

function spent(token: string, how: string): CommonplaceError {
  return new CommonplaceError('invalid-input', `the rescoping ${token} ${how} already`, { hint: 'rescope again' })
}

function keysBySpace(lines: readonly { readonly space: Space; readonly line: AuditLine }[]): Map<Space, Set<string>> {
  const keys = new Map<Space, Set<string>>()
  for (const { space, line } of lines)
    keys.set(space, new Set([...(keys.get(space) ?? []), ...keysOf(space, line).keys()]))
  return keys
}

/** The keys of a line's entries that are still there, with the entries, but those that are taken back already. */
function openKeysOf({ done }: Step, space: Space, line: AuditLine): Map<string, Map<string, Entry>> {
  const keys = keysOf(space, line)
  for (const key of done.get(space) ?? []) keys.delete(key)
  return keys
}

function keysOf(space: Space, { dots }: AuditLine): Map<string, Map<string, Entry>> {
  const keys = new Map<string, Map<string, Entry>>()
  for (const dot of dots) {
    const entry = space.index.get(dot)
    if (!entry) continue
    const entries = keys.get(entry.key) ?? new Map()
    keys.set(entry.key, entries.set(dotToString(dot), entry))
  }
  return keys
}

/** What callers know a key by: the version that it shows, else the one that these entries left there. */
function idIn({ projection }: Core, space: Space, key: string, entries: ReadonlyMap<string, Entry>): string {
  return projection.record(space, key)?.version ?? recordIdOf(space, [...entries.values()].at(-1)!.dot)
}

async function rescopeBack(step: Step, space: Space, line: AuditLine): Promise<void> {
  const { core, token, undoes, reason, report, pace } = step
  const { client, clock } = space.nextDot()
  const entries: NewEntry[] = []
  let records = 0
  for (const [key, done] of openKeysOf(step, space, line)) {
    const versions = carriedOf(core, space, key, version => sourceOf(space, version, done) !== undefined)
    const id = idIn(core, space, key, done)
    const before = typeof versions === 'string' ? versions : versions.map(version => scopeBefore(space, version, done))
    if (typeof versions === 'string' || typeof before === 'string' || before.some(scope => scope === undefined)) {
      report.refused.push({ id, reason: typeof versions === 'string' ? versions : 'changed' })
      continue
    }
    const first = { client, clock: clock + 1 + entries.length }
    const back = new Map(versions.map((version, n) => [version, before[n]!]))
    const change = line.scope ?? {}
    entries.push(
      ...rewritten(core, versions, first, (body, version) => ({
        ...body,
        scope: restored(body.scope, change, back.get(version)!),
      })),
    )
    records++
    report.changed.push({ from: id, to: recordIdOf(space, { client, clock: clock + entries.length }) })
  }
  if (entries.length === 0) return
  const dots = entries.map((_, n) => ({ client, clock: clock + 1 + n }))
  await settle(
    core,
    space,
    [auditEntry(core, space, token, { did: 'rescoped', records, dots, undoes }, reason), ...entries],
    pace,
  )
}

/** Which of these entries a version is, or descends from. */
function sourceOf(space: Space, { entry }: Version, done: ReadonlyMap<string, Entry>): Entry | undefined {
  const path = [entry]
  const seen = new Set<string>()
  for (let at = path.pop(); at !== undefined; at = path.pop()) {
    const dot = dotToString(at.dot)
    if (done.has(dot)) return at
    if (seen.has(dot)) continue
    seen.add(dot)
    path.push(...at.parents.flatMap(parent => space.index.get(parent) ?? []))
  }
  return undefined
}

/** The scope that a version had before one of these entries, which it is or descends from, gave it another. */
function scopeBefore(space: Space, version: Version, done: ReadonlyMap<string, Entry>): Scope | undefined {
  const [before] = sourceOf(space, version, done)?.parents.flatMap(dot => space.index.get(dot) ?? []) ?? []
  return before && bodyToRevise(before).scope
}

/** A scope with the names that the change gave it as they were before; one that was given another since stays. */
function restored(scope: Scope, change: ScopeChange, before: Scope): Scope {
  const names = (Object.keys(change) as (keyof Scope)[]).filter(name => scope[name] === (change[name] ?? undefined))
  return changedScope(scope, Object.fromEntries(names.map(name => [name, before[name] ?? null])))
}

async function moveBack(step: Step, space: Space, line: AuditLine): Promise<void> {
  const { core, report } = step
  const homes = new Map<string, (Carried & { readonly from: Dot })[]>()
  for (const [key, arrived] of openKeysOf(step, space, line)) {
    const id = idIn(core, space, key, arrived)
    const versions = carriedOf(core, space, key)
    const first = [...arrived.values()][0]!
    const origin = stringToRecordId(bodyToRevise(first).origin?.id ?? '')
    if (typeof versions === 'string') report.refused.push({ id, reason: versions })
    else if (versions.some(version => !sourceOf(space, version, arrived)))
      report.refused.push({
        id,
        reason: 'changed',
        message: 'what did not come with it stands beside it: resolve that first',
      })
    else if (!origin || !core.pool.list().some(({ name }) => name === origin.space))
      report.refused.push({ id, reason: 'unknown-space' })
    else push(homes, origin.space, { key, versions, from: origin.dot })
  }
  for (const [name, all] of homes) {
    await core.pool.using(name, async home => {
      const carried = all.flatMap(each => wayBack(step, space, home, each) ?? [])
      for (let from = 0; from < carried.length; from += batchSize) {
        const slice = carried.slice(from, from + batchSize)
        const ids = await move(core, space, home, slice, {
          ...step,
          change: body => ({ ...body, ...homeward(home, body) }),
        })
        report.changed.push(
          ...slice.map(({ versions }, n) => ({ from: versionId(space, versions.at(-1)!), to: ids[n]! })),
        )
      }
    })
  }
}

/** Under which key a record goes back, over what; refused where private words would go with it. */
function wayBack(
  { core, report }: Step,
  space: Space,
  home: Space,
  { key, versions, from: came }: Carried & { readonly from: Dot },
): Carried | undefined {
  const isLeaving = space.visibility === 'private' && home.visibility === 'shared'
  const before = home.index.get(came)
  const isEdited = versions.some(({ entry }) => {
    const from = stringToRecordId(bodyToRevise(entry).origin?.id ?? '')
    const there = from && home.index.get(from.dot)
    return !there || said(there) !== said(entry)
  })
  if (!before || (isLeaving && isEdited)) {
    report.refused.push({ id: versionId(space, versions[0]!), reason: before ? 'private' : 'changed' })
    return undefined
  }
  const { heads } = core.projection.verdict(home, before.key)
  const tombstones = heads.filter(({ record }) => record.ok && record.body.movedTo !== undefined)
  const isBack = versions.every(({ entry }) => heads.some(head => said(head.entry) === said(entry)))
  // An undo that was cut off between its halves wrote it there; what is left is to close it here.
  if (isBack && tombstones.length === 0) return { key, versions, there: versionId(home, heads.at(-1)!) }
  return { key, versions, under: before.key, over: tombstones.map(({ entry }) => entry.dot) }
}

/** What an entry says that people read, as text. */
function said(entry: Entry): string {
  const { content, value, title, tags, metadata } = bodyToRevise(entry)
  return JSON.stringify([content, value, title, tags, metadata])
}

/** What a version that goes back says of itself there again: for whom it is, and where it was before that. */
function homeward(home: Space, { scope, origin }: RecordBody): Pick<RecordBody, 'scope' | 'origin'> {
  const from = stringToRecordId(origin?.id ?? '')
  const there = from && home.index.get(from.dot)
  const before = there && bodyToRevise(there)
  return { scope: before?.scope ?? scope, origin: before?.origin }
}

async function takeBack(step: Step, space: Space, line: AuditLine): Promise<void> {
  const { core, token, undoes, report, reason, pace } = step
  const dots: Dot[] = []
  const withdraw = async ([key, said]: [string, Map<string, Entry>]) => {
    const record = core.projection.record(space, key)
    if (!record) return void report.refused.push({ id: idIn(core, space, key, said), reason: 'retracted' })
    const { consistency, signal } = pace
    await retract(core, record.id, reason ?? 'the promotion was undone', { consistency, signal })
    report.changed.push({ from: record.version })
    dots.push(...core.projection.verdict(space, key).heads.map(({ entry }) => entry.dot))
  }
  try {
    await allDone([...openKeysOf(step, space, line)].map(withdraw))
  } finally {
    if (dots.length > 0) {
      const done = { did: 'withdrawn', records: dots.length, dots, undoes } as const
      await settle(core, space, [auditEntry(core, space, token, done, reason)], { consistency: 'local' })
    }
  }
}
