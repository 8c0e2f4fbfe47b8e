import type { Core } from '../core'
import { compareTimestamps } from '../model'
import { placeOf } from '../record/place'
import type { MemoryRecord } from '../record/record'
import { citesOf } from './cite'
import { type Given, givenToCursor } from './cursor'
import { type Candidate, fill } from './fill'
import { fieldsOf, type Item } from './item'
import { itemAt } from './item-at'
import { toLine } from './line'
import { type Merged, mergeDuplicates } from './merge-duplicates'
import { type News, newsOf } from './news'
import type { Citation, ContextPacket, OmitReason } from './packet'
import type { TokenCounter } from './tokens'

interface Demand {
  readonly given: Given
  readonly budget: number
  readonly count: TokenCounter
}

/** What may stand in a packet: an item, or word that something told before is no more. */
type Entry = { readonly merged: Merged } | { readonly gone: string; readonly why: string }

/**
 * A packet of what was found, with what it rests on.
 *
 * @param found best first
 */
export function compile(core: Core, found: readonly MemoryRecord[], { given, budget, count }: Demand) {
  const news = newsOf(core, given)
  const { items, omitted } = tellable(core, found, news)
  const merged = mergeDuplicates(items, [...news.known.values()]).filter(({ item }) => !news.known.has(item.place))
  const cites = citesOf([...items.map(item => item.place), ...news.gone.keys()])
  const candidates = [...goneLines(news, cites), ...merged.map(each => itemLine(each, cites.get(each.item.place)!))]
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
    const place = 'merged' in of ? of.merged.item.place : of.gone
    after.delete(place)
    if ('merged' in of) after.set(place, of.merged.item.fingerprint)
  }
  const packet: ContextPacket = Object.freeze({
    text,
    tokens,
    citations: Object.freeze(told.map(each => citationOf(each, cites.get(each.item.place)!))),
    omitted: Object.freeze(omitted.map(each => Object.freeze(each))),
    cursor: givenToCursor(after),
  })
  const until = Math.min(...[...items, ...news.known.values()].map(item => item.until))
  return { packet, until, places: new Set([...items.map(item => item.place), ...given.keys()]) }
}

/** What the reader does not have yet: what changed since it was given, then what was found. */
function tellable(core: Core, found: readonly MemoryRecord[], { known, changed }: News) {
  const omitted: { id: string; reason: OmitReason }[] = []
  const items = new Map<string, Item>(changed.map(item => [item.place, item]))
  for (const record of found) {
    const place = placeOf(record)
    const item = known.has(place) || items.has(place) ? undefined : itemAt(core, place)
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

function itemLine(merged: Merged, cite: string): Candidate<Entry> {
  const others = merged.also.flatMap(({ sides }) => sides.map(({ by }) => by))
  return { of: { merged }, line: length => toLine(fieldsOf(merged.item, cite, length, others)) }
}

/** What is gone first, then what was said first: what stays between two packets stands where it stood. */
function inOrder(one: Entry, other: Entry): number {
  if ('gone' in one) return 'gone' in other ? compare(one.gone, other.gone) : -1
  if ('gone' in other) return 1
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
