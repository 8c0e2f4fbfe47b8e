import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { finding, type ValidateOptions, validateOptions } from '../input/change-input'
import { checked } from '../input/input'
import { dotToString, encodeRecord, recordKey, type Version, validationKey } from '../model'
import { parentsFor } from '../model/revise'
import { readVersion } from '../model/version'
import { unreplaced } from '../model/votes'
import { dotOf, keyOf } from '../reading/key-of'
import type { FoundPlace } from '../reading/locate'
import { withPresentRecord } from '../reading/locate-present'
import { isPrivateToken } from '../reading/private-token'
import type { MemoryRecord } from '../reading/record'
import { recordIdOf, stringToRecordId } from '../reading/record-id'
import { signature } from '../signature'
import { appendSettled } from '../space/append-settled'
import type { Space } from '../space/space'
import { amongOf } from './among'
import { checkIds } from './check-ids'
import { present } from './present'
import { referencesFor } from './references'

/** What a validator found. */
export type Finding = 'verified' | 'refuted'

/**
 * Says what this agent found of a version of a record: one entry, which replaces the agent's earlier finding of it. What
 * follows is the judge's.
 *
 * @returns the record as it is to be seen then; undefined when nothing of it is
 */
export function validate(
  core: Core,
  id: string,
  verdict: Finding,
  options: ValidateOptions = {},
): Promise<MemoryRecord | undefined> {
  return guarded(core, 'validate', async () => {
    const own = core.identity.agent
    checked(finding, verdict, own, 'validate', 'a verdict')
    const input = checked(validateOptions, options, own, 'validate')
    checkIds(core, input.evidence ?? [])
    return withPresentRecord(core, id, async place => {
      const { space, key } = place
      const version = versionOf(core, place, id)
      refuseUnheard(core, space, version, id)
      const of = dotToString(version.entry.dot)
      const context = core.projection.context(space)
      const findings = space.index.entriesOf(validationKey(key)).map(entry => readVersion(entry, context))
      const said = findings.filter(({ author, record }) => author?.agent === own && record.ok && record.body.of === of)
      const before = unreplaced(said).map(({ entry }) => entry)
      const payload = encodeRecord({
        type: 'validation',
        kind: version.record.ok ? version.record.body.kind : 'semantic',
        content: '',
        tags: [],
        status: verdict,
        of,
        derivedFrom: referencesFor(core, space, input.evidence ?? []),
        ...signature(core, undefined),
        ...(input.reason !== undefined && { reason: core.gate.cleaned('the reason', input.reason) }),
      })
      const entry = { key: validationKey(key), parents: parentsFor(before, space.nextDot()), payload }
      return appendSettled(core, space, entry, input, () => core.projection.record(space, key))
    })
  })
}

/**
 * The version that an id names: the very one, or of a record's own id the one that is shown; of what was moved what it is now.
 *
 * @throws CommonplaceError `unknown-record` for a version that was superseded before its record was moved
 */
function versionOf(core: Core, { space, key, id: here }: FoundPlace, id: string): Version {
  const asked = stringToRecordId(isPrivateToken(id) ? here : id)!
  const from = core.pool.get(asked.space) ?? space
  const dot = dotOf(from, asked.dot)
  if (keyOf(from, dot) === recordKey(dot)) return present(core, space, key, id).shown
  const entry = space.index.get(dot)
  if (from === space && entry?.key === key) return readVersion(entry, core.projection.context(space))
  const own = recordIdOf(from, dot)
  const versions = space.index.entriesOf(key).map(each => readVersion(each, core.projection.context(space)))
  const moved = versions.find(({ record }) => record.ok && record.body.origin?.id === own)
  if (moved) return moved
  const { version } = present(core, space, key, id).record
  throw new CommonplaceError('unknown-record', `${id} was superseded before its record was moved to "${space.name}"`, {
    hint: `validate ${version}, which is what stands there`,
  })
}

/** @throws CommonplaceError `forbidden` when no reader would count this agent's finding */
function refuseUnheard(core: Core, space: Space, version: Version, id: string): void {
  const own = core.identity.agent
  if (version.author?.agent === own)
    throw new CommonplaceError('forbidden', `agent "${own}" wrote ${id} and cannot validate it`, {
      hint: 'another agent has to; memory.retract closes what you wrote yourself',
    })
  const among = amongOf(core.projection.standings, space, version)
  if (among?.includes(own) === false)
    throw new CommonplaceError('forbidden', `agent "${own}" is no validator of ${id}`, {
      hint: `those who count are ${among.join(', ')}`,
    })
}
