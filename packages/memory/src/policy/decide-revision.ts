import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { checkedText } from '../input/input'
import { type RecordBody, readKey } from '../model'
import type { Space } from '../space/space'
import { decideWrite } from './decide-write'

/**
 * A new version of a record, after the write policy.
 *
 * @throws CommonplaceError `forbidden` with the policy's reason, or where the policy wants it in another space: a version stays
 * where its record is
 */
export function decideRevision(core: Core, space: Space, key: string, body: RecordBody): RecordBody {
  if (core.policy?.write === undefined) return body
  const { kind, tags, sensitivity, derivedFrom } = body
  const content = typeof body.content === 'string' ? body.content : JSON.stringify(body.content)
  const name = readKey(key)
  const about = { content, space: space.name, kind, tags, sensitivity, from: derivedFrom }
  const decided = decideWrite(core, name?.type === 'fact' ? { ...about, key: name.name } : about)
  const { agent } = core.identity
  if (decided.space !== space.name)
    throw new CommonplaceError(
      'forbidden',
      `agent "${agent}" may not write this version to space "${space.name}": the write policy wants it in "${decided.space}"`,
      { hint: `memory.rescope moves it; what memory.add adds goes to "${decided.space}"` },
    )
  return decided.content === content ? body : { ...body, content: checkedText(decided.content, agent, 'update') }
}
