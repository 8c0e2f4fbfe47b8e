import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { copies } from '../gate/copies'
import { guarded } from '../guarded'
import { type AddOptions, addOptions, checked, checkedText } from '../input/input'
import { spaceOfKind } from '../kinds/space-of-kind'
import { lazy } from '../lazy'
import { encodeRecord, type RecordBody, recordKey } from '../model'
import { recordLimits } from '../model/record-limits'
import { changedScope } from '../model/scope-change'
import type { MemoryRecord } from '../reading/record'
import { recordIdOf } from '../reading/record-id'
import { appendSettled } from '../space/append-settled'
import type { Space } from '../space/space'
import { type Basis, basisFor } from './basis'
import { newBody } from './body'
import { presentRecord } from './present-record'

const policy = lazy(() => import('../policy/decide-write'))

/** @param before awaited once nothing speaks against writing the record; what it gives is told the record's key when it is written */
export function add(
  core: Core,
  content: string,
  options: AddOptions = {},
  before?: (space: Space) => Promise<(key: string) => void>,
): Promise<MemoryRecord> {
  return guarded(core, 'add', async () => {
    const asked = checkedText(content, core.identity.agent, 'add')
    const input = checked(addOptions, options, core.identity.agent, 'add')
    core.gate.countOne()
    const ready = core.gate.ready()
    if (ready) await core.turnstile.waitFor(ready)
    const kind = input.kind ?? 'episodic'
    const from = input.derivedFrom ?? []
    const wanted = input.space ?? spaceOfKind(core, kind)
    const about = { content: asked, from, ...input, space: wanted, kind }
    const decided = core.policy?.write ? await policy(part => part.decideWrite(core, about)) : about
    const text = checkedText(decided.content, core.identity.agent, 'add')
    return core.pool.using(decided.space, async space => {
      const recalled = repeated(core, text, input)
      const basis = await basisFor(core, recalled === undefined ? from : [...from, recalled])
      const bound = newBody(core, space, { type: 'record', content: text }, decided, basis)
      const body = input.scope ? { ...bound, scope: changedScope(bound.scope, input.scope) } : bound
      const asksExpiry = input.expires !== undefined
      const { duplicate, similarTo } = core.gate.compare(space, body, { recalled, asksExpiry })
      if (duplicate)
        return copies(part => part.reinforce(core, space, duplicate, input, duplicate.version === recalled))
      const gate = similarTo.length > 0 ? { ...body.gate, similarTo } : body.gate
      const payload = encodeRecord({ ...linked(core, space, body, recalled, basis, from), ...(gate && { gate }) })
      const onWritten = before && (await before(space))
      const dot = space.nextDot()
      const key = recordKey(dot)
      const id = recordIdOf(space, dot)
      return appendSettled(core, space, { key, parents: [], payload }, input, () => {
        onWritten?.(key)
        return presentRecord(core, space, key, id)
      })
    })
  })
}

/** The version that was handed out and that a text repeats. */
function repeated(core: Core, text: string, { scope, derivedFrom: named = [] }: AddOptions): string | undefined {
  const { recalled } = core.gate.options
  // What no record holds is refused when it is encoded.
  const isCompared = recalled !== 'keep' && text.length <= recordLimits.contentBytes
  const version = !isCompared ? undefined : core.recalled.repeats(text, scope && { ...core.identity, ...scope })
  // Whoever says where it is from does not repeat it unawares.
  if (version !== undefined && named.includes(version)) return undefined
  if (version !== undefined && recalled === 'refuse')
    throw new CommonplaceError(
      'repeated',
      `agent "${core.identity.agent}" tried to add what it was given as ${version}`,
      {
        hint: "say more, or open with gate: { recalled: 'link' }",
      },
    )
  return version
}

/** What repeats a record that was handed out is made from that, so that it stands and falls with it and is no second witness. */
function linked(
  core: Core,
  space: Space,
  body: RecordBody,
  recalled: string | undefined,
  basis: Basis | undefined,
  named: readonly string[],
): RecordBody {
  if (recalled === undefined || !basis || body.derivedFrom.includes(recalled)) return body
  return { source: { type: 'recall' }, ...body, derivedFrom: basis.seenVersions(core, space, [...named, recalled]) }
}
