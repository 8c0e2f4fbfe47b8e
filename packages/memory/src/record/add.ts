import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { encodeRecord, recordKey } from '../model'
import { appendSettled } from './append-settled'
import { newBody } from './body'
import { type AddOptions, addOptions, checked, checkedText } from './input'
import { present } from './present'
import type { MemoryRecord } from './record'
import { recordIdToString } from './record-id'

export function add(core: Core, content: string, options: AddOptions = {}): Promise<MemoryRecord> {
  return guarded(core, 'add', async () => {
    const text = checkedText(content, core.identity.agent, 'add')
    const input = checked(addOptions, options, core.identity.agent, 'add')
    return core.pool.using(input.space ?? core.topology.defaultSpace, async space => {
      const payload = encodeRecord(newBody(core, { type: 'record', content: text }, linked(core, text, input)))
      const dot = space.nextDot()
      const key = recordKey(dot)
      const id = recordIdToString({ space: space.name, segment: 0, dot })
      return appendSettled(
        core,
        space,
        { key, parents: [], payload },
        input,
        () => present(core, space, key, id).record,
      )
    })
  })
}

/** What repeats a record that was handed out is made from that, so that it stands and falls with it and is no second witness. */
function linked(core: Core, text: string, input: AddOptions): AddOptions {
  const version = core.repeats === 'keep' ? undefined : core.recalled.repeats(text)
  if (version === undefined || input.derivedFrom?.includes(version)) return input
  if (core.repeats === 'refuse')
    throw new CommonplaceError(
      'repeated',
      `agent "${core.identity.agent}" tried to add what it was given as ${version}`,
      {
        hint: "it is remembered already; to say something about it, add that; or open with repeats: 'link'",
      },
    )
  return { source: { type: 'recall' }, ...input, derivedFrom: [...(input.derivedFrom ?? []), version] }
}
