import { compareDots, type Dot, isDot, sameDot } from './dot'

/** What a writer appends: one version of a key. Immutable once written. */
export interface NewEntry {
  /** what the entry is about: names one record or one fact, 1 to {@link maxKeyLength} UTF-16 units */
  readonly key: string
  /** the entries of the same key that the writer saw and replaces */
  readonly parents: readonly Dot[]
  /** what it says, as `encodeRecord` writes it */
  readonly payload: string
}

/** A written entry: its content, and the dot that names it. */
export interface Entry extends NewEntry {
  readonly dot: Dot
}

/** An entry as it stands in the document: `[key, [client, clock, client, clock, …], payload]`. */
export type RawEntry = readonly [key: string, parents: readonly number[], payload: string]

/** Why something in the document is not taken as an entry. */
export type SkipReason = 'foreign-place' | 'not-an-entry' | 'invalid-key' | 'invalid-parents' | 'invalid-payload'

/** Longest key, in UTF-16 units: room for two names of 256 bytes. */
export const maxKeyLength = 1024
/** Most entries that one entry can supersede. */
export const maxParents = 4096
/** Longest payload, in UTF-16 units. */
const maxPayloadLength = 1 << 18

const none = Object.freeze([]) as unknown as Dot[]

const loneSurrogate = /\p{Surrogate}/u

/**
 * Why this outside value, found at this dot, is not an entry; undefined when it is a {@link RawEntry}.
 * Parents stand in ascending order, each once; one that the writer cannot have seen, its own present or future, makes
 * the entry invalid.
 */
export function faultOf(value: unknown, client: number, clock: number): SkipReason | undefined {
  if (!Array.isArray(value) || value.length !== 3) return 'not-an-entry'
  const [key, parents, payload] = value as readonly unknown[]
  if (typeof key !== 'string' || key === '' || key.length > maxKeyLength || loneSurrogate.test(key)) {
    return 'invalid-key'
  }
  if (!Array.isArray(parents) || parents.length % 2 !== 0 || parents.length > 2 * maxParents) return 'invalid-parents'
  for (let i = 0; i < parents.length; i += 2) {
    if (!isDot(parents[i], parents[i + 1])) return 'invalid-parents'
    if (parents[i] === client && parents[i + 1] >= clock) return 'invalid-parents'
    if (i > 0 && !ascends(parents, i)) return 'invalid-parents'
  }
  return typeof payload === 'string' && payload.length <= maxPayloadLength && !loneSurrogate.test(payload)
    ? undefined
    : 'invalid-payload'
}

/** The entry that stands at this dot. */
export function rawToEntry(raw: RawEntry, dot: Dot): Entry {
  // Most have none, and need no list of their own.
  const parents: Dot[] = raw[1].length > 0 ? [] : none
  for (let i = 0; i < raw[1].length; i += 2) parents.push({ client: raw[1][i]!, clock: raw[1][i + 1]! })
  return { dot, key: raw[0], parents, payload: raw[2] }
}

/** The entry as it stands in the document. */
export function entryToRaw(entry: NewEntry): RawEntry {
  const parents = [...entry.parents].sort(compareDots)
  const once = parents.filter((dot, i) => i === 0 || !sameDot(dot, parents[i - 1]!))
  return [entry.key, once.flatMap(dot => [dot.client, dot.clock]), entry.payload]
}

function ascends(parents: readonly number[], at: number): boolean {
  const [client, before] = [parents[at]!, parents[at - 2]!]
  return client > before || (client === before && parents[at + 1]! > parents[at - 1]!)
}
