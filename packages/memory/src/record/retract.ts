import type { Core } from '../core'
import { guarded } from '../guarded'
import { bodyToRevise, encodeRecord, parentsFor } from '../model'
import { appendSettled } from './append-settled'
import { checkedText } from './input'
import { withPresentRecord } from './locate'
import { presentAndOwn } from './present'
import { signature } from './signature'

export function retract(core: Core, id: string, reason: string): Promise<void> {
  return guarded(core, 'retract', async () => {
    const why = checkedText(reason, core.identity.agent, 'retract, whose reason says why,')
    await withPresentRecord(core, id, async ({ space, key }) => {
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
        reason: why,
      })
      const parents = parentsFor(replaced, space.nextDot())
      await appendSettled(core, space, { key, parents, payload }, {}, () => {})
    })
  })
}
