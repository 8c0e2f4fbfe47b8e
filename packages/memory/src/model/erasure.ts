import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { type Dot, dotToString } from './dot'
import type { Entry } from './entry'
import type { Json } from './json'
import { isPlainObject } from './json'
import type { JudgeContext } from './judge-context'
import { type KeyName, readKey, validatedKey } from './keys'
import type { Author } from './record-body'
import { compareTimestamps, isTimestamp, type Timestamp } from './time'
import { readVersion } from './version'

/** Clocks of one writer, half open. */
export type Clocks = readonly [from: number, to: number]

/**
 * What is left of what was erased: where its entries stood, and hashes of the keys that say something. It keeps late
 * edits and copies that are sent again from coming back.
 */
export interface Erasure {
  /** by whom, as the relay bound the writer of the erasure */
  readonly by: Author
  readonly time: Timestamp
  readonly salt: string
  /** clocks of the erased entries, by client */
  readonly dots: ReadonlyMap<number, readonly Clocks[]>
  /** `keyHash` of each erased key but those of records, which are in `dots` */
  readonly keys: ReadonlySet<string>
  /** those of them that did not stand any more, or not yet: what was made from them is not to come back */
  readonly fallen: ReadonlyMap<number, readonly Clocks[]>
}

/** 128 bits of SHA-256 over salt and key, in hexadecimal. */
export function keyHash(salt: string, key: string): string {
  const bytes = digest(encodeUtf8(`${salt}\u0000${key}`)).subarray(0, 16)
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The clocks of dots, by client, neighbours joined. */
export function clocksOf(dots: readonly Dot[]): Map<number, Clocks[]> {
  const clients = new Map<number, Clocks[]>()
  for (const { client, clock } of dots) push(clients, client, [clock, clock + 1])
  for (const [client, clocks] of clients) clients.set(client, joined(clocks))
  return clients
}

/** Adds to the list that a map has under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** The same clocks, each once, in order; a range that runs backwards is none. */
function joined(ranges: readonly Clocks[]): Clocks[] {
  const all: Clocks[] = []
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1)
    if (from >= to) continue
    if (last && from <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], to)]
    else all.push([from, to])
  }
  return all
}

/** The ledger's value for an erasure; its author and time are its entry's. */
export function erasureToValue({ salt, dots, keys, fallen }: Omit<Erasure, 'by' | 'time'>): Json {
  const lines = (clocks: Erasure['dots']) => [...clocks].map(([client, ranges]) => [client, ...ranges.flat()])
  return { v: 1, salt, dots: lines(dots), keys: [...keys], ...(fallen.size > 0 && { fallen: lines(fallen) }) }
}

/** @returns undefined for what is no erasure, or of a newer program */
export function valueToErasure(value: Json, by: Author, time: Timestamp): Erasure | undefined {
  if (!isPlainObject(value) || value.v !== 1 || typeof value.salt !== 'string' || !isTimestamp(time)) return undefined
  const [dots, fallen] = [value.dots, value.fallen ?? []].map(linesToClocks)
  if (!dots || !fallen || !Array.isArray(value.keys)) return undefined
  return { by, time, salt: value.salt, dots, keys: new Set(value.keys.filter(key => typeof key === 'string')), fallen }
}

function linesToClocks(lines: unknown): Map<number, Clocks[]> | undefined {
  if (!Array.isArray(lines)) return undefined
  const clocks = new Map<number, Clocks[]>()
  for (const line of lines) {
    if (!Array.isArray(line) || line.length % 2 !== 1 || !line.every(Number.isSafeInteger)) return undefined
    const ranges: Clocks[] = []
    for (let i = 1; i < line.length; i += 2) ranges.push([line[i], line[i + 1]])
    // A hostile line may name the same clocks a thousand times.
    clocks.set(line[0], joined(ranges))
  }
  return clocks
}

/** What a key is about: what validators found of a record is about that record. */
export function subjectOf(key: string): KeyName | undefined {
  return readKey(validatedKey(key) ?? key)
}

/** Whether an agent's erasure reaches what this author wrote: it is their own, or a curator erased it. */
export function mayErase(by: Author, author: Author | undefined, mayCurate: (agent: string) => boolean): boolean {
  return mayCurate(by.agent) || (author !== undefined && author.agent === by.agent && author.user === by.user)
}

/**
 * The entries of a key that the erasures about it leave out: what was erased, what descends from it, and, under a key that is not a
 * record's, what was written before the erasure. A fact may be asserted anew by who has seen it erased, and a record that stands be
 * validated anew by who erased what was found of it.
 */
export function erasedAmong(
  key: string,
  entries: readonly Entry[],
  erasures: Iterable<Erasure>,
  context: JudgeContext,
): Set<Entry> {
  const erased = new Set<Entry>()
  const { authorOf, mayCurate } = context
  const subject = subjectOf(key)
  const record = subject?.type === 'record' ? subject.dot : undefined
  // Of many versions, which are looked at again as they are deleted, none need be read as a rule.
  for (const { dots, by, time } of erasures) {
    const isRecord =
      record &&
      (validatedKey(key) === undefined || (hasDot(dots, record) && mayErase(by, authorOf(record.client), mayCurate)))
    const gone = new Set<string>()
    const isGone = (dot: Dot) => isRecord || gone.has(dotToString(dot)) || hasDot(dots, dot)
    const isDue = (entry: Entry) =>
      isGone(entry.dot) || entry.parents.some(isGone) || compareTimestamps(readVersion(entry, context).time, time) <= 0
    for (let before = -1; !isRecord && before !== gone.size; ) {
      before = gone.size
      for (const entry of entries) if (isDue(entry)) gone.add(dotToString(entry.dot))
    }
    for (const entry of entries) {
      const author = authorOf(entry.dot.client) ?? readVersion(entry, context).author
      if (isGone(entry.dot) && mayErase(by, author, mayCurate)) erased.add(entry)
    }
  }
  return erased
}

/** Whether an entry did not stand when it was erased by who might. */
export function hadFallen(erasures: Iterable<Erasure>, dot: Dot, { authorOf, mayCurate }: JudgeContext): boolean {
  return [...erasures].some(({ fallen, by }) => hasDot(fallen, dot) && mayErase(by, authorOf(dot.client), mayCurate))
}

function hasDot(dots: Erasure['dots'], { client, clock }: Dot): boolean {
  const ranges = dots.get(client) ?? []
  // They are in order, and many where a record was one of several that were written in turn.
  let low = 0
  for (let high = ranges.length; low < high; ) {
    const middle = (low + high) >> 1
    if (clock < ranges[middle]![1]) high = middle
    else low = middle + 1
  }
  return low < ranges.length && clock >= ranges[low]![0]
}
