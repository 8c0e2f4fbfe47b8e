import { type ConflictRule, chooseSide, readKey, type Side, type Verdict } from '../model'
import { instants } from '../record/instants'
import { toRecord, unknownAuthor, versionId } from '../record/to-record'
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
  const given = {
    id: versionId(space, version),
    retracted: body?.type === 'tombstone',
    value: body?.value,
    content: typeof body?.content === 'string' ? body.content : JSON.stringify(body?.content ?? ''),
    author: version.author ?? unknownAuthor,
    ...(body?.confidence !== undefined && { confidence: body.confidence }),
    evidence: body?.derivedFrom ?? [],
  }
  const times = instants({ time: version.time.ms, validFrom: body?.validFrom, validTo: body?.validTo })
  return Object.freeze(Object.defineProperties(given, times) as FactSide)
}
