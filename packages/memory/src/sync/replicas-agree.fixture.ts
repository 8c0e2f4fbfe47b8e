import { decodeUpdate } from '@commonplace/protocol'
import type * as Y from 'yjs'
import { compareDots, type Entry, entriesIn } from '../model'
import { headsOf } from '../model/heads.fixture'
import { entriesOf } from './document-entries.fixture'

/** A write of a simulation, as far as the heads of its key follow from it. */
interface Intent {
  readonly key: string
  /** the payloads it superseded */
  readonly seen: readonly string[]
}

/** What a document holds, alike for documents that hold the same. */
export function textOf(doc: Y.Doc, isLeftOut: (entry: Entry) => boolean): string {
  const entries = entriesOf(doc).filter(entry => !isLeftOut(entry))
  return JSON.stringify(entries.sort((a, b) => compareDots(a.dot, b.dot)))
}

/** What two documents that should hold the same do not share: the first three of each side. */
export function differenceOf(replica: Y.Doc, relay: Y.Doc, isLeftOut: (entry: Entry) => boolean): string {
  const textsOf = (doc: Y.Doc) => entriesOf(doc).flatMap(entry => (isLeftOut(entry) ? [] : [JSON.stringify(entry)]))
  const mine = new Set(textsOf(replica))
  const theirs = new Set(textsOf(relay))
  const extra = [...mine].filter(each => !theirs.has(each)).slice(0, 3)
  const missing = [...theirs].filter(each => !mine.has(each)).slice(0, 3)
  return `extra ${extra}, missing ${missing}`
}

/** The entries of a log by what they say, whether or not they were deleted later. */
export function loggedIn(updates: readonly Uint8Array[]): Map<string, Entry[]> {
  const logged = new Map<string, Entry[]>()
  for (const update of updates) {
    for (const structs of decodeUpdate(update).blocks.values()) {
      for (const entry of entriesIn(structs)) logged.set(entry.payload, [...(logged.get(entry.payload) ?? []), entry])
    }
  }
  return logged
}

/** How the heads of a key differ from those of a world in which refused writes never were: no line, or one. */
export function wrongHeads(
  key: string,
  doc: Y.Doc,
  wishes: ReadonlyMap<string, Intent>,
  logged: ReadonlyMap<string, Entry[]>,
): string[] {
  const entries = entriesOf(doc).filter(entry => entry.key === key)
  const present = new Set(entries.map(({ payload }) => payload))
  const counts = (payload: string) => (key === 'e' ? present.has(payload) : logged.has(payload))
  const seenBy = ({ seen }: Intent): string[] =>
    seen.flatMap(payload => (logged.has(payload) ? [payload] : seenBy(wishes.get(payload)!)))
  const superseded = new Set([...wishes].flatMap(([payload, wish]) => (counts(payload) ? seenBy(wish) : [])))
  const expected = [...wishes].filter(
    ([payload, wish]) => wish.key === key && counts(payload) && !superseded.has(payload),
  )
  const got = [...new Set(headsOf(entries).map(({ payload }) => payload))].sort().join()
  const want = expected
    .map(([payload]) => payload)
    .sort()
    .join()
  return got === want ? [] : [`heads of ${key}: ${got} instead of ${want}`]
}
