import type { Core } from '../core'
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
      const payload = encodeRecord(newBody(core, { type: 'record', content: text }, input))
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
