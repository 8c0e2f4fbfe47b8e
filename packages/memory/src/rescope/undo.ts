import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { type Dot, dotToString, type Entry, type NewEntry, type RecordBody, type Scope, type Version } from '../model'
import { bodyToRevise } from '../model/revise'
import { recordIdToString, stringToRecordId } from '../reading/record-id'
import { versionId } from '../reading/to-record'
import { retract } from '../record/retract'
import type { Space } from '../space/space'
import { type AuditLine, auditEntry, auditIn } from './audit'
import { batchSize, type Pace, settle } from './batch'
import { carriedOf, changedScope, type ScopeChange } from './carried'
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
}

/**
 * Takes a rescoping or a promotion back: records have the names they had, are where they were under the ids they had, or are
 * retracted where they were promoted to. What was written of them since is kept: only what the rescoping changed is changed
 * back.
 */
export function undo(core: Core, token: string, options: UndoOptions = {}): Promise<RescopeReport> {
  return guarded(core, 'undo', async () => {
    const { agent } = core.identity
    const undoes = checkedText(token, agent, 'undo')
    const { reason, onProgress, ...how } = checked(undoOptions, options, agent, 'undo')
    const pace = { ...how, onProgress: core.events.safe(onProgress, 'undo') }
    const lines = core.ledger
      .spaces()
      .flatMap(space => [...auditIn(core, space, undoes)].map(each => ({ space, ...each })))
    checkUndoable(
      core,
      undoes,
      lines.map(({ line }) => line),
    )
    const step: Step = { core, token: core.randomName(), undoes, reason, report: emptyReport(), pace }
    const count = { done: 0, total: lines.reduce((sum, { line }) => sum + line.records, 0) }
    for (const { space, line } of lines) {
      pace.signal?.throwIfAborted()
      if (line.did === 'rescoped') await rescopeBack(step, space, line)
      else if (line.did === 'arrived') await moveBack(step, space, line)
      else if (line.did === 'promoted') await takeBack(step, space, line)
      count.done += line.records
      pace.onProgress(count)
    }
    return sealed({ ...step.report, token: step.token }, true)
  })
}

/** @throws CommonplaceError `unknown-record` for a token of no open space; `invalid-input` for what was undone or is an undo */
function checkUndoable(core: Core, token: string, lines: readonly AuditLine[]): void {
  if (lines.length === 0)
    throw new CommonplaceError('unknown-record', `no open space tells of the rescoping ${token}`, {
      hint: 'open the spaces that it changed; memory.rescopings() lists what the open ones tell of',
    })
  const isUndone = core.ledger
    .spaces()
    .some(space => [...auditIn(core, space)].some(({ line }) => line.undoes === token))
  if (!isUndone && lines.every(({ undoes }) => undoes === undefined)) return
  throw new CommonplaceError(
    'invalid-input',
    `the rescoping ${token} ${isUndone ? 'was undone' : 'is an undo'} already`,
    {
      hint: 'rescope again',
    },
  )
}

/** The keys of a line's entries that are still there, with the entries. */
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

async function rescopeBack(
  { core, token, undoes, reason, report, pace }: Step,
  space: Space,
  line: AuditLine,
): Promise<void> {
  const { client, clock } = space.nextDot()
  const entries: NewEntry[] = []
  let records = 0
  for (const [key, done] of keysOf(space, line)) {
    const versions = carriedOf(core, space, key)
    const id = core.projection.record(space, key)?.version ?? key
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
    report.changed.push({ from: id, to: idAt(space, { client, clock: clock + entries.length }) })
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

/** The scope that a version had before one of these entries, which it is or descends from, gave it another. */
function scopeBefore(space: Space, { entry }: Version, done: ReadonlyMap<string, Entry>): Scope | undefined {
  const path = [entry]
  const seen = new Set<string>()
  for (let at = path.pop(); at !== undefined; at = path.pop()) {
    if (seen.has(dotToString(at.dot))) continue
    seen.add(dotToString(at.dot))
    const parents = at.parents.flatMap(dot => space.index.get(dot) ?? [])
    if (done.has(dotToString(at.dot))) return parents[0] && bodyToRevise(parents[0]).scope
    path.push(...parents)
  }
  return undefined
}

/** A scope with the names that the change gave it as they were before; one that was given another since stays. */
function restored(scope: Scope, change: ScopeChange, before: Scope): Scope {
  const names = (Object.keys(change) as (keyof Scope)[]).filter(name => scope[name] === (change[name] ?? undefined))
  return changedScope(scope, Object.fromEntries(names.map(name => [name, before[name] ?? null])))
}

async function moveBack(step: Step, space: Space, line: AuditLine): Promise<void> {
  const { core, report } = step
  const homes = new Map<string, Carried[]>()
  for (const [key, arrived] of keysOf(space, line)) {
    const id = core.projection.record(space, key)?.version ?? key
    const versions = carriedOf(core, space, key)
    const first = [...arrived.values()][0]!
    const origin = stringToRecordId(bodyToRevise(first).origin?.id ?? '')
    if (typeof versions === 'string') report.refused.push({ id, reason: versions })
    else if (!origin || !core.pool.list().some(({ name }) => name === origin.space))
      report.refused.push({ id, reason: 'unknown-space' })
    else homes.set(origin.space, [...(homes.get(origin.space) ?? []), { key, versions }])
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
function wayBack({ core, report }: Step, space: Space, home: Space, { key, versions }: Carried): Carried | undefined {
  const isLeaving = space.visibility === 'private' && home.visibility === 'shared'
  const [first] = versions
  const origin = stringToRecordId(bodyToRevise(first!.entry).origin?.id ?? '')
  const before = origin && home.index.get(origin.dot)
  const isEdited = versions.some(({ entry }) => {
    const from = stringToRecordId(bodyToRevise(entry).origin?.id ?? '')
    const there = from && home.index.get(from.dot)
    return !there || JSON.stringify(said(there)) !== JSON.stringify(said(entry))
  })
  if (!before || (isLeaving && isEdited)) {
    report.refused.push({ id: versionId(space, first!), reason: before ? 'private' : 'changed' })
    return undefined
  }
  const tombstones = core.projection
    .verdict(home, before.key)
    .heads.filter(({ record }) => record.ok && record.body.movedTo !== undefined)
  return { key, versions, under: before.key, over: tombstones.map(({ entry }) => entry.dot) }
}

/** What an entry says that people read. */
function said(entry: Entry): unknown {
  const { content, value, title, tags, metadata } = bodyToRevise(entry)
  return [content, value, title, tags, metadata]
}

/** What a version that goes back says of itself there again: for whom it is, and where it was before that. */
function homeward(home: Space, { scope, origin }: RecordBody): Pick<RecordBody, 'scope' | 'origin'> {
  const from = stringToRecordId(origin?.id ?? '')
  const there = from && home.index.get(from.dot)
  const before = there && bodyToRevise(there)
  return { scope: before?.scope ?? scope, origin: before?.origin }
}

async function takeBack({ core, report, reason, pace }: Step, space: Space, line: AuditLine): Promise<void> {
  for (const key of keysOf(space, line).keys()) {
    pace.signal?.throwIfAborted()
    const record = core.projection.record(space, key)
    if (!record) report.refused.push({ id: key, reason: 'retracted' })
    else {
      await retract(core, record.id, reason ?? 'the promotion was undone')
      report.changed.push({ from: record.version })
    }
  }
}

function idAt(space: Space, dot: Dot): string {
  return recordIdToString({ space: space.name, segment: 0, dot })
}
