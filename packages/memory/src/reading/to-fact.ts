import { flipsIn, readKey, type Side, sidesOf, type Verdict, type Votes } from '../model'
import type { Space } from '../space/space'
import { chosenSide, type SideReading } from './chosen-side'
import type { Fact, FactSide } from './fact'
import { instants } from './instants'
import type { Standings } from './standings'
import { toRecord, unknownAuthor, versionId } from './to-record'

/** So many of the latest versions are looked at for values that come back. */
const remembered = 16

/** The fact that readers see for a key, or undefined if nothing of it is to be seen. */
export function toFact(space: Space, verdict: Verdict, reading: SideReading): Fact | undefined {
  const name = readKey(verdict.key)
  const claims = verdict.sides.filter(side => side.body?.type === 'fact')
  const [first] = claims
  if (name?.type !== 'fact' || !first?.body) return undefined
  const settled = verdict.state === 'settled'
  const chosen = settled ? first : chosenSide(claims, reading)
  const sides = verdict.sides.map(side => reading.tell(verdict, side))
  const shown = chosen ?? first
  const waiting = verdict.held.flatMap(({ version, reason }) => (reason === 'quarantined' ? [version] : []))
  return Object.freeze({
    key: name.name,
    space: space.name,
    settled,
    value: chosen?.body?.value,
    ...(chosen && { chosen: sides[verdict.sides.indexOf(chosen)] }),
    sides: Object.freeze(sides.flatMap(side => side ?? [])),
    waiting: Object.freeze(sidesOf(waiting).flatMap(side => reading.tell(verdict, side) ?? [])),
    flips: flipsIn([...verdict.history(Math.max(0, remembered - verdict.heads.length)), ...verdict.heads]),
    record: toRecord(space, verdict, shown.version, shown.body ?? first.body, reading.standings),
  })
}

/** A side with other words in place of what it says. */
export function retold(side: FactSide, content: string): FactSide {
  const { value: _, evidence: __, ...parts } = Object.getOwnPropertyDescriptors(side)
  const told = {
    value: { value: undefined, enumerable: true },
    evidence: { value: Object.freeze([]), enumerable: true },
  }
  const words = { content: { value: content, enumerable: true } }
  return Object.freeze(Object.defineProperties({} as FactSide, { ...parts, ...told, ...words }))
}

/** A side as people see it. */
export function toFactSide(space: Space, { version, body, heads }: Side, standings: Standings): FactSide {
  const found = (verdict: keyof Votes) =>
    Object.freeze([...new Set(heads.flatMap(head => standings.votesOf(space, head)[verdict]))].sort())
  const given = {
    id: versionId(space, version),
    retracted: body?.type === 'tombstone',
    value: body?.value,
    content: typeof body?.content === 'string' ? body.content : JSON.stringify(body?.content ?? ''),
    author: version.author ?? unknownAuthor,
    heldBy: Object.freeze(heads.map(({ author }) => author ?? unknownAuthor)),
    ...(body?.confidence !== undefined && { confidence: body.confidence }),
    status: standings.statusOf(space, version),
    verifiedBy: found('verified'),
    refutedBy: found('refuted'),
    evidence: body?.derivedFrom ?? [],
  }
  const times = instants({ time: version.time.ms, validFrom: body?.validFrom, validTo: body?.validTo })
  return Object.freeze(Object.defineProperties(given, times) as FactSide)
}
