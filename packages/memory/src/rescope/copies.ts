import type { Core } from '../core'
import { type Dot, decodeRecord, dotToString, inTurns } from '../model'
import { idsOfToken, isPrivateToken, tokenKey } from '../reading/private-token'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'
import { auditIn } from './audit'

/** What was made of a version in another space, and of nothing before it: where it stands, under which key, and since when. */
export function copiesOf(
  { projection }: Core,
  from: Space,
  to: Space,
  version: string,
): readonly { readonly dot: Dot; readonly key: string; readonly ms: number }[] {
  const source = from.index.get(stringToRecordId(version)!.dot)
  if (!source) return []
  return projection.standings.dependentsOf(from, source.key).flatMap(({ id, place: { space, key } }) => {
    const { dot } = stringToRecordId(id)!
    const record = space === to ? decodeRecord(to.index.get(dot)!.payload) : undefined
    if (!record?.ok) return []
    const [first = ''] = record.body.derivedFrom
    const meant = isPrivateToken(first) ? idsOfToken(from, tokenKey(first))?.[0] : first
    return meant === version ? { dot, key, ms: record.body.time.ms } : []
  })
}

/** @returns whether a version was promoted from one space to the other, as the audit says, and is there still */
export async function promotedTo(core: Core, to: Space): Promise<(from: Space, version: string) => boolean> {
  const promoted = new Set<string>()
  await inTurns(auditIn(core, to), core.pause, ({ line }) => {
    if (line.did === 'promoted') for (const dot of line.dots) promoted.add(dotToString(dot))
  })
  core.projection.settle()
  return (from, version) =>
    copiesOf(core, from, to, version).some(
      ({ dot, key }) => promoted.has(dotToString(dot)) && core.projection.record(to, key),
    )
}
