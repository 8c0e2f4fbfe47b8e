import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { assertFact } from '../facts/assert'
import { guarded } from '../guarded'
import { type AddOptions, checked } from '../input/input'
import type { Dot } from '../model'
import type { MemoryRecord } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import { add } from '../record/add'
import { chosen } from '../record/chosen'
import type { Space } from '../space/space'
import { allDone, inBatches } from './batch'
import { finishPromotions, noteBegun } from './begun-promotions'
import { idOf } from './carried'
import { promotedTo } from './copies'
import { type Choice, choice, promoteOptions, type UndoOptions } from './input'
import { clearVerdict, type PromotionPolicy, type PromotionVerdict, unlessConfidential } from './promotion-policy'
import { emptyReport, type RescopeReport, sealed, toChosen } from './rescope'
import { writeDown } from './write-down'

/** What `memory.promote` takes beside the records. */
export interface PromoteOptions extends UndoOptions {
  /** the shared space */
  readonly to: string
  /** what becomes of each record on its way; that of `openMemory` when left out */
  readonly policy?: PromotionPolicy
  readonly dryRun?: boolean
}

/** So many records are promoted at once: each is a write of its own. */
const atOnce = 50

/**
 * Says records of a private space in a shared one, as far as the policy lets them through. The original stays. What is
 * shared was made from a token, which only this agent's own device resolves: not an id, a count or a name leaves it. A
 * version that is there already is not said again, so that a promotion which was cut off is finished by calling it again.
 */
export function promote(core: Core, what: Choice, options: PromoteOptions): Promise<RescopeReport> {
  return guarded(core, 'promote', async () => {
    const { agent } = core.identity
    const asked = toChosen(checked(choice, what, agent, 'promote', 'a choice of records'))
    const { to, policy: own, dryRun, reason, onProgress, ...how } = checked(promoteOptions, options, agent, 'promote')
    const pace = { ...how, onProgress: core.events.safe(onProgress, 'promote') }
    const policy = (own as PromotionPolicy | undefined) ?? core.promotion ?? unlessConfidential
    const report = { ...emptyReport(), token: core.randomName() }
    const selection = await chosen(core, asked)
    const count = { done: 0, total: [...selection.values()].reduce((sum, keys) => sum + keys.size, 0) }
    await core.pool.using(to, async target => {
      if (target.visibility === 'private')
        throw new CommonplaceError('private', `space "${to}" is private: nothing is promoted to it`, {
          hint: `memory.rescope(…, { space: '${to}' }) moves records there`,
        })
      // What a process promoted that was killed is in no audit yet.
      await finishPromotions(core)
      const isThere = await promotedTo(core, target)
      for (const [space, keys] of selection) {
        await inBatches(core, space, [...keys], pace, count, async slice => {
          const [made, sources]: [Dot[], Dot[]] = [[], []]
          const { token } = report
          const begun = { token, from: space.name, to, versions: versionsOf(core, space, slice), reason }
          const forget = dryRun ? undefined : await noteBegun(core, begun)
          try {
            for (let at = 0; at < slice.length; at += atOnce) {
              await allDone(
                slice.slice(at, at + atOnce).map(async key => {
                  await core.pause()
                  const record = core.projection.record(space, key)
                  if (!record) report.refused.push({ id: idOf(core, space, key), reason: 'retracted' })
                  else if (isThere(space, record.version)) report.unchanged++
                  else {
                    const verdict = clearVerdict(await policy(record, to))
                    const copy = await promoted(core, record, to, { verdict, dryRun, ...pace }, report)
                    if (copy) {
                      made.push(dotOf(copy.version))
                      sources.push(dotOf(record.version))
                    }
                  }
                }),
              )
            }
          } finally {
            // What was said before a policy threw, or the signal ended it, is in the audit and can be taken back.
            await writeDown(core, space, target, { token, reason, made, sources })
            await forget?.()
          }
        })
      }
    })
    return sealed(report, !dryRun)
  })
}

async function promoted(
  core: Core,
  record: MemoryRecord,
  to: string,
  {
    verdict,
    dryRun,
    consistency,
    signal,
  }: Pick<PromoteOptions, 'dryRun' | 'consistency' | 'signal'> & { readonly verdict: PromotionVerdict },
  report: ReturnType<typeof emptyReport>,
): Promise<MemoryRecord | undefined> {
  if (verdict === false || (typeof verdict === 'object' && 'refuse' in verdict)) {
    report.refused.push({ id: record.version, reason: 'policy', ...(verdict && { message: verdict.refuse }) })
    return undefined
  }
  const {
    key = record.key,
    value = record.value,
    content = record.content,
    ...changes
  } = verdict === true ? {} : verdict
  if (dryRun) {
    report.changed.push({ from: record.version })
    return undefined
  }
  const { metadata, ...told } = { ...optionsOf(record), ...changes }
  // The text of an artifact stays where it is private, and with it what tells of it.
  const { artifact: _, ...rest } = metadata ?? {}
  const said: AddOptions = {
    ...told,
    ...(metadata && { metadata: rest }),
    ...{ space: to, derivedFrom: [record.version, ...record.derivedFrom], consistency, signal },
  }
  try {
    const { kind: _, status: __, ...claim } = said
    const made =
      key === undefined
        ? await add(core, content, said)
        : (await assertFact(core, key, value, { ...claim, content })).record
    if (made.gate?.repeated !== undefined) {
      report.unchanged++
      return undefined
    }
    report.changed.push({ from: record.version, to: made.version })
    return made
  } catch (error) {
    if (!(error instanceof CommonplaceError) || !perRecord.has(error.code)) throw error
    report.refused.push({ id: record.version, reason: 'policy', message: error.message })
    return undefined
  }
}

/** What is wrong with one record only. */
const perRecord: ReadonlySet<string> = new Set([
  'invalid-input',
  'content-too-large',
  'repeated',
  'support-gone',
  'secret',
])

const carried = [
  'kind',
  'tags',
  'title',
  'confidence',
  'importance',
  'pinned',
  'sensitivity',
  'validFrom',
  'validTo',
  'expires',
  'metadata',
] as const

/** What a record says beside its content, without the names of its run and session. */
function optionsOf(record: MemoryRecord): AddOptions {
  const said = Object.fromEntries(carried.flatMap(name => (record[name] === undefined ? [] : [[name, record[name]]])))
  if (!record.source) return said
  const { session: _, ...source } = record.source
  return { ...said, source }
}

function versionsOf({ projection }: Core, space: Space, keys: readonly string[]): string[] {
  return keys.flatMap(key => projection.record(space, key)?.version ?? [])
}

function dotOf(version: string): Dot {
  return stringToRecordId(version)!.dot
}
