import type { Core } from '../core'
import { guarded } from '../guarded'
import { type WriteOptions, writeOptions } from '../input/change-input'
import { checked, checkedText } from '../input/input'
import { encodeRecord } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import { withPresentRecord } from '../reading/locate-present'
import { signature } from '../signature'
import { write } from '../work/write-claimed'
import { presentAndOwn } from './present-and-own'

export function retract(core: Core, id: string, reason: string, options: WriteOptions = {}): Promise<void> {
  return guarded(core, 'retract', async () => {
    const why = checkedText(reason, core.identity.agent, 'retract', ' as its reason')
    const asked = checked(writeOptions, options, core.identity.agent, 'retract')
    await withPresentRecord(core, id, async ({ space, key }) => {
      const build = () => {
        const { shown, replaced } = presentAndOwn(core, space, key, id)
        const { kind, scope } = bodyToRevise(shown.entry)
        const payload = encodeRecord({
          type: 'tombstone',
          kind,
          content: '',
          tags: [],
          derivedFrom: [],
          status: 'plain',
          ...signature(core, scope.run),
          reason: core.gate.cleaned('the reason', why),
        })
        return { key, parents: parentsFor(replaced, space.nextDot()), payload }
      }
      await write(core, space, key, build, asked, () => {})
    })
  })
}
