import type { Core } from '../core'
import { compareTimestamps, type Scope } from '../model'
import { placeOf } from '../reading/place'
import type { MemoryRecord } from '../reading/record'
import { citesOf } from './cite'
import { type Given, givenToCursor } from './cursor'
import { type Candidate, fill } from './fill'
import { type InHand, inHandLine } from './in-hand'
import { fieldsOf, type Item } from './item'
import { type AsOf, itemAt } from './item-at'
import { toLine } from './line'
import { type Merged, mergeDuplicates } from './merge-duplicates'
import { type News, newsOf } from './news'
import type { Citation, ContextPacket, OmitReason } from './packet'
import type { TokenCounter } from './tokens'

interface Demand {
  readonly given: Given
  readonly budget: number
  readonly count: TokenCounter
  /** Whether the reader may be told of what has this scope. */
  readonly isFor: (scope: Scope) => boolean
  readonly asOf?: AsOf | undefined
  /** What agents have in hand, if it is to be told. */
  readonly inHand?: readonly InHand[] | undefined
}

/** What may stand in a packet: an item, word that something told before is no more, or what an agent has in hand. */
type Entry =
  | { readonly merged: Merged }
  | { readonly gone: string; readonly why: string }
  | { readonly inHand: InHand; readonly at: number }

/**
 * A packet of what was found, with what it rests on.
 *
 * @param found best first
 */
export async function compile(core: Core, found: readonly MemoryRecord[], demand: Demand) {
  const { given, budget, count, isFor, asOf, inHand } = demand
  const news = newsOf(core, given, isFor, asOf)
  const { items, omitted } = tellable(core, found, news, asOf)
  const all = await mergeDuplicates(items, [...news.known.values()], core.pause)
  const merged = all.filter(({ item }) => !news.known.has(item.place))
  const cites = citesOf([...items.map(item => item.place), ...news.gone.keys()])
  const candidates = [
    ...goneLines(news, cites),
    ...inHandLines(inHand ?? [], budget, count),
    ...merged.map(each => itemLine(each, cites.get(each.item.place)!)),
  ]
  const { text, tokens, chosen } = fill(candidates, budget, count, inOrder)

  const told = chosen.flatMap(({ of }) => ('merged' in of ? of.merged : []))
  const toldPlaces = new Set(told.map(({ item }) => item.place))
  const mergedPlaces = new Set(merged.map(({ item }) => item.place))
  for (const { place, record } of items) {
    if (!mergedPlaces.has(place)) omitted.push({ id: record.id, reason: 'duplicate' })
    else if (!toldPlaces.has(place)) omitted.push({ id: record.id, reason: 'budget' })
  }
  const after = new Map(given)
  for (const { of } of chosen) {
    if ('inHand' in of) continue
    const place = 'merged' in of ? of.merged.item.place : of.gone
    after.delete(place)
    if ('merged' in of) after.set(place, of.merged.item.fingerprint)
  }
  const packet: ContextPacket = Object.freeze({
    text,
    tokens,
    citations: Object.freeze(told.map(each => citationOf(each, cites.get(each.item.place)!))),
    omitted: Object.freeze(omitted.map(each => Object.freeze(each))),
    ...(inHand && {
      inHand: Object.freeze(
        chosen.flatMap(({ of }) =>
          'inHand' in of ? Object.freeze({ agent: of.inHand.agent, key: of.inHand.key }) : [],
        ),
      ),
    }),
    cursor: givenToCursor(after),
  })
  const until = Math.min(...[...items, ...news.known.values()].map(item => item.until))
  return { packet, until, places: new Set([...items.map(item => item.place), ...given.keys()]) }
}

/** What the reader does not have yet: what changed since it was given, then what was found. */
function tellable(core: Core, found: readonly MemoryRecord[], { known, changed }: News, asOf: AsOf | undefined) {
  const omitted: { id: string; reason: OmitReason }[] = []
  const items = new Map<string, Item>(changed.map(item => [item.place, item]))
  for (const record of found) {
    const place = placeOf(record)
    const item = known.has(place) || items.has(place) ? undefined : itemAt(core, place, asOf)
    if (item) items.set(place, item)
    else if (!items.has(place)) omitted.push({ id: record.id, reason: known.has(place) ? 'known' : 'status' })
  }
  return { items: [...items.values()], omitted }
}

function goneLines({ gone }: News, cites: ReadonlyMap<string, string>): Candidate<Entry>[] {
  return [...gone].map(([place, why]) => ({
    of: { gone: place, why },
    line: () => toLine({ cite: cites.get(place), gone: why }),
  }))
}

/** The first of what is in hand that half of the budget holds: it is what is going on, and not all there is to know. */
function inHandLines(inHand: readonly InHand[], budget: number, count: TokenCounter): Candidate<Entry>[] {
  const all = inHand.map(
    (each, at): Candidate<Entry> => ({ of: { inHand: each, at }, line: length => inHandLine(each, length) }),
  )
  const fitting = new Set(fill(all, Math.floor(budget / 2), count, inOrder).chosen.map(({ of }) => of))
  return all.filter(({ of }) => fitting.has(of))
}

function itemLine(merged: Merged, cite: string): Candidate<Entry> {
  const others = merged.also.flatMap(({ sides }) => sides.map(({ by }) => by))
  return { of: { merged }, line: length => toLine(fieldsOf(merged.item, cite, length, others)) }
}

/** What is gone first, then what was said first, so that what stays stands where it stood; what is in hand last: it changes most. */
function inOrder(one: Entry, other: Entry): number {
  if ('gone' in one) return 'gone' in other ? compare(one.gone, other.gone) : -1
  if ('gone' in other) return 1
  if ('inHand' in one) return 'inHand' in other ? one.at - other.at : 1
  if ('inHand' in other) return -1
  const [a, b] = [one.merged.item, other.merged.item]
  return compareTimestamps(a.time, b.time) || compare(a.place, b.place)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function citationOf({ item, also }: Merged, cite: string): Citation {
  const { id, space, key } = item.record
  const sides = [item, ...also].flatMap(each => each.sides)
  return Object.freeze({
    cite,
    id,
    space,
    ...(key !== undefined && { key }),
    authors: Object.freeze(sides.map(({ author }) => author)),
    also: Object.freeze(also.map(({ record }) => record.id)),
  })
}
