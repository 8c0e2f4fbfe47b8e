import { type ConflictRule, chooseSide, readKey, type Side, toDate, type Verdict } from '../model'
import { toRecord, versionId } from '../record/to-record'
import type { Space } from '../space/space'
import type { Fact, FactSide } from './fact'

/** The fact that readers see for a key, or undefined if nothing of it is to be seen. */
export function toFact(
  space: Space,
  verdict: Verdict,
  rule: ConflictRule,
  mayCurate: (agent: string) => boolean,
): Fact | undefined {
  const name = readKey(verdict.key)
  const claims = verdict.sides.filter(side => side.body?.type === 'fact')
  const [first] = claims
  if (name?.type !== 'fact' || !first?.body) return undefined
  const settled = verdict.state === 'settled'
  const chosen = settled ? first : chooseSide(claims, rule, mayCurate)
  const sides = verdict.sides.map(side => toFactSide(space, side))
  const shown = chosen ?? first
  return Object.freeze({
    key: name.name,
    space: space.name,
    settled,
    value: chosen?.body?.value,
    ...(chosen && { chosen: sides[verdict.sides.indexOf(chosen)] }),
    sides: Object.freeze(sides),
    record: toRecord(space, verdict, shown.version, shown.body ?? first.body),
  })
}

function toFactSide(space: Space, { version, body }: Side): FactSide {
  return Object.freeze({
    id: versionId(space, version),
    retracted: body?.type === 'tombstone',
    value: body?.value,
    content: typeof body?.content === 'string' ? body.content : JSON.stringify(body?.content ?? ''),
    author: version.author ?? { agent: 'unknown' },
    time: toDate(version.time.ms),
    ...(body?.confidence !== undefined && { confidence: body.confidence }),
    evidence: body?.derivedFrom ?? [],
    ...(body?.validFrom !== undefined && { validFrom: toDate(body.validFrom) }),
    ...(body?.validTo !== undefined && { validTo: toDate(body.validTo) }),
  })
}
