import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { type UpdateOptions, updateOptions } from '../input/change-input'
import { checked } from '../input/input'
import { refuseThird } from '../input/refuse-third'
import { encodeRecord, isExpired } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import { decideRevision } from '../policy/decide-revision'
import { withPresentRecord } from '../reading/locate-present'
import type { MemoryRecord } from '../reading/record'
import { signature } from '../signature'
import { write } from '../work/write-claimed'
import { basisFor } from './basis'
import { fieldsOf } from './body'
import { present } from './present'
import { presentAndOwn } from './present-and-own'

export function update(core: Core, id: string, changes: UpdateOptions, third?: unknown): Promise<MemoryRecord> {
  return guarded(core, 'update', async () => {
    refuseThird(third, core.identity.agent, 'update', 'the changes')
    const input = checked(updateOptions, changes, core.identity.agent, 'update')
    return withPresentRecord(core, id, async ({ space, key }) => {
      const basis = await basisFor(core, input.derivedFrom)
      const build = () => {
        const { shown, replaced } = presentAndOwn(core, space, key, id)
        const base = bodyToRevise(shown.entry)
        const revised = decideRevision(core, space, key, {
          ...base,
          ...signature(core, undefined),
          // Whom it is for is not whoever corrects it: a curator, or its author after it was given another scope.
          scope: { ...base.scope, ...(input.run !== undefined && { run: input.run }) },
          ...fieldsOf(core, space, input, basis),
          ...(input.content !== undefined && { content: input.content }),
        })
        const body = core.gate.screened(revised)
        if (isExpired(body, core.now()))
          throw new CommonplaceError('invalid-input', `record ${id} is past its expiry and was kept by its pin only`, {
            hint: 'give it a new expires together with pinned: false, or memory.retract it',
          })
        return { key, parents: parentsFor(replaced, space.nextDot()), payload: encodeRecord(body) }
      }
      return write(core, space, key, build, input, () => present(core, space, key, id).record)
    })
  })
}
