import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { inTurns, type NewEntry, type Version } from '../model'
import { bodyToRevise } from '../model/revise'
import { changedScope, type ScopeChange, sameScope } from '../model/scope-change'
import { recordIdOf } from '../reading/record-id'
import { versionId } from '../reading/to-record'
import { chosen } from '../record/chosen'
import type { Space } from '../space/space'
import { auditEntry } from './audit'
import { inBatches, type Pace, settle } from './batch'
import { carriedOf, idOf, type RefusedReason } from './carried'
import { rewritten } from './in-place'
import { type Choice, choice, type RescopeOptions, type RescopeTarget, rescopeOptions, rescopeTarget } from './input'
import { move, originOf } from './move'

/** What `memory.rescope`, `memory.promote` or `memory.undo` did, or would do. Frozen. */
export interface RescopeReport {
  /** `memory.undo` takes it; undefined when nothing was changed. */
  readonly token?: string
  /** Each record that is otherwise now: the version it was, and the one it is; without `to` for what is yet to be moved. */
  readonly changed: readonly { readonly from: string; readonly to?: string }[]
  /** How many were so already. */
  readonly unchanged: number
  /** What stays as it is, and why. */
  readonly refused: readonly { readonly id: string; readonly reason: RefusedReason; readonly message?: string }[]
  /** Records that were verified: findings are of a version, so that a checkpoint asks for new ones. */
  readonly unverified: readonly string[]
}

type Draft = {
  -readonly [Field in keyof RescopeReport]: RescopeReport[Field] extends readonly (infer T)[]
    ? T[]
    : RescopeReport[Field]
}

export function emptyReport(): Draft {
  return { changed: [], unchanged: 0, refused: [], unverified: [] }
}

export function sealed({ token, changed, unchanged, refused, unverified }: Draft, isDone: boolean): RescopeReport {
  return Object.freeze({
    ...(isDone && changed.length > 0 && token !== undefined && { token }),
    changed: Object.freeze(changed.map(each => Object.freeze(each))),
    unchanged,
    refused: Object.freeze(refused.map(each => Object.freeze(each))),
    unverified: Object.freeze(unverified),
  })
}

/** What a caller chose, with an id alone as the list of it. */
export function toChosen(what: Choice): Exclude<Choice, string> {
  return typeof what === 'string' ? { ids: [what] } : what
}

/**
 * Gives records another scope, another space, or both. Linear in what is chosen; what was done so far stands, and is in the
 * audit, when the signal stops it.
 */
export function rescope(
  core: Core,
  what: Choice,
  target: RescopeTarget,
  options: RescopeOptions = {},
): Promise<RescopeReport> {
  return guarded(core, 'rescope', async () => {
    const { agent } = core.identity
    const asked = toChosen(checked(choice, what, agent, 'rescope', 'a choice of records'))
    const { space: name, ...scope } = checked(rescopeTarget, target, agent, 'rescope', 'a target')
    const { dryRun, reason, onProgress, ...how } = checked(rescopeOptions, options, agent, 'rescope')
    const pace = { ...how, onProgress: core.events.safe(onProgress, 'rescope') }
    const report = { ...emptyReport(), token: core.randomName() }
    const selection = await chosen(core, asked)
    const count = { done: 0, total: [...selection.values()].reduce((sum, keys) => sum + keys.size, 0) }
    const run = async (space: Space, to: Space | undefined, keys: readonly string[]) => {
      const step = { core, space, scope, reason, report, isDry: dryRun === true }
      const isMove = to !== undefined && to !== space
      if (isMove) checkWay(space, to)
      const there = isMove ? await arrivalsIn(core, to) : undefined
      await inBatches(core, space, keys, pace, count, slice =>
        isMove ? moveSome({ ...step, to, there: there! }, slice, pace) : rescopeSome(step, slice, pace),
      )
    }
    const all = async (to: Space | undefined) => {
      for (const [space, keys] of selection) await run(space, to, [...keys])
    }
    await (name === undefined ? all(undefined) : core.pool.using(name, all))
    return sealed(report, !dryRun)
  })
}

/** @throws CommonplaceError `private`: what is private leaves the device by `promote` alone */
function checkWay(from: Space, to: Space): void {
  if (from.visibility === 'shared' || to.visibility === 'private') return
  throw new CommonplaceError('private', `records of the private space "${from.name}" cannot be moved to "${to.name}"`, {
    hint: `memory.promote(…, { to: '${to.name}' }) shares what its policy lets through`,
  })
}

interface Step {
  readonly core: Core
  readonly space: Space
  readonly scope: ScopeChange
  readonly reason: string | undefined
  readonly report: Draft & { readonly token: string }
  readonly isDry: boolean
  /** another space, where they are to be moved */
  readonly to?: Space
}

/** The records of a batch that may be carried; what may not goes into the report. */
function* carriedAmong(
  { core, space, report, to }: Step,
  keys: readonly string[],
): Generator<{ key: string; versions: readonly Version[]; id: string }> {
  for (const key of keys) {
    const id = idOf(core, space, key)
    const versions = carriedOf(core, space, key)
    if (typeof versions === 'string') report.refused.push({ id, reason: versions })
    else if (to && versions.some(({ record }) => record.ok && record.body.metadata?.artifact))
      report.refused.push({ id, reason: 'artifact' })
    else {
      if (versions.some(version => core.projection.standings.statusOf(space, version) === 'verified'))
        report.unverified.push(id)
      yield { key, versions, id: versionId(space, versions.at(-1)!) }
    }
  }
}

async function rescopeSome(step: Step, keys: readonly string[], pace: Pace): Promise<void> {
  const { core, space, scope, reason, report, isDry } = step
  const { client, clock } = space.nextDot()
  const isThere = (version: Version) => {
    const own = bodyToRevise(version.entry).scope
    return sameScope(own, changedScope(own, scope))
  }
  const all = [...carriedAmong(step, keys)]
  const changing = all.filter(({ versions }) => !versions.every(isThere))
  report.unchanged += all.length - changing.length
  const entries: NewEntry[] = []
  for (const { versions, id } of changing) {
    const first = { client, clock: clock + 1 + entries.length }
    entries.push(...rewritten(core, versions, first, body => ({ ...body, scope: changedScope(body.scope, scope) })))
    const to = recordIdOf(space, { client, clock: clock + entries.length })
    report.changed.push({ from: id, ...(!isDry && { to }) })
  }
  if (isDry || entries.length === 0) return
  const dots = entries.map((_, n) => ({ client, clock: clock + 1 + n }))
  const line = auditEntry(core, space, report.token, { did: 'rescoped', records: changing.length, dots, scope }, reason)
  await settle(core, space, [line, ...entries], pace)
}

/** Which version of a space came from which, of those whose move may have been cut off. */
async function arrivalsIn(core: Core, space: Space): Promise<ReadonlyMap<string, string>> {
  const arrived = new Map<string, string>()
  await inTurns(core.projection.live(space.name), core.pause, ({ record }) => {
    if (record.origin) arrived.set(record.origin.id, record.version)
  })
  return arrived
}

async function moveSome(
  step: Step & { readonly to: Space; readonly there: ReadonlyMap<string, string> },
  keys: readonly string[],
  pace: Pace,
): Promise<void> {
  const { core, space, to, scope, reason, report, isDry, there } = step
  const all = [...carriedAmong(step, keys)]
  if (isDry || all.length === 0) {
    report.changed.push(...all.map(({ id }) => ({ from: id })))
    return
  }
  const carried = all.map(({ key, versions, id }) => ({ key, versions, there: there.get(id) }))
  const ids = await move(core, space, to, carried, {
    ...{ token: report.token, reason, pace },
    change: (body, version) => ({ ...body, scope: changedScope(body.scope, scope), ...originOf(space, version) }),
  })
  report.changed.push(...all.map(({ id }, n) => ({ from: id, to: ids[n]! })))
}
