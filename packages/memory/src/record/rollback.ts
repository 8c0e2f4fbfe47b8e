import type { Core } from '../core'
import { guarded } from '../guarded'
import { type RollbackOptions, rollbackOptions } from '../input/change-input'
import { checked } from '../input/input'
import { encodeRecord, inTurns, mayWrite, type NewEntry, readKey, toMs, type Verdict, type Version } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import { isShown } from '../reading/reader'
import { versionId } from '../reading/to-record'
import { signature } from '../signature'
import type { Space } from '../space/space'

/** What a rollback did, or would do: the versions it took back, by id. Frozen. */
export interface RollbackReport {
  /** What stood before is back. */
  readonly restored: readonly string[]
  /** Nothing stood before: closed. */
  readonly retracted: readonly string[]
  /** Only their author or a curator may. */
  readonly refused: readonly string[]
}

/** So many entries go into one write. */
const batch = 200

/**
 * Takes back what one agent wrote since a time, in the open spaces: where something stood before, that is written anew,
 * else the key is retracted. What was made from it closes by itself.
 */
export function rollback(core: Core, options: RollbackOptions): Promise<RollbackReport> {
  return guarded(core, 'rollback', async () => {
    const {
      agent,
      since,
      reason,
      space: only,
      dryRun,
    } = checked(rollbackOptions, options, core.identity.agent, 'rollback')
    const report = { restored: [] as string[], retracted: [] as string[], refused: [] as string[] }
    const from = toMs(since)
    const isMeant = ({ author, time }: Version) => author?.agent === agent && time.ms >= from
    await core.projection.completed()
    for (const space of core.pool.loaded().filter(({ name }) => only === undefined || name === only)) {
      const entries: NewEntry[] = []
      await inTurns([...space.index.keys()], core.pause, key => {
        if (!isShown(key)) return
        const verdict = core.projection.verdict(space, key)
        const taken = [...verdict.heads, ...verdict.held.map(({ version }) => version)].filter(isMeant)
        if (taken.length === 0 || verdict.state === 'retracted') return
        const ids = taken.map(version => versionId(space, version))
        const name = readKey(key)
        if (!name || !mayWrite(name, space.replica.client, core.projection.context(space))) report.refused.push(...ids)
        else {
          const before = standingBefore(verdict, isMeant)
          report[before ? 'restored' : 'retracted'].push(...ids)
          entries.push(takingBack(core, space, key, taken, before, reason))
        }
      })
      if (dryRun) continue
      for (let from = 0; from < entries.length; from += batch) {
        await space.append(entries.slice(from, from + batch)).reached('local')
      }
    }
    const { restored, retracted, refused } = report
    return Object.freeze({
      restored: Object.freeze(restored),
      retracted: Object.freeze(retracted),
      refused: Object.freeze(refused),
    })
  })
}

/** What stood before, or stands beside, what is taken back. */
function standingBefore({ heads, history }: Verdict, isMeant: (version: Version) => boolean): Version | undefined {
  const isLeft = (version: Version) =>
    !isMeant(version) && version.record.ok && version.record.body.type !== 'tombstone'
  return heads.findLast(isLeft) ?? history().findLast(isLeft)
}

function takingBack(
  core: Core,
  space: Space,
  key: string,
  taken: readonly Version[],
  before: Version | undefined,
  reason: string,
): NewEntry {
  const { author, time, scope } = signature(core, undefined)
  const why = core.gate.cleaned('the reason', reason)
  const base = before ? bodyToRevise(before.entry) : undefined
  const payload = encodeRecord(
    base
      ? { ...base, author, time, reason: why }
      : {
          ...{ type: 'tombstone', kind: 'semantic', content: '', scope, tags: [], author, time },
          ...{ status: 'plain', derivedFrom: [], reason: why },
        },
  )
  const replaced = [...taken, ...(before ? [before] : [])].map(({ entry }) => entry)
  return { key, parents: parentsFor(replaced, space.nextDot()), payload }
}
