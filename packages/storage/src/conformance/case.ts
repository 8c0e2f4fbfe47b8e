import type { Key, RangeOptions, Storage, StoredEntry } from '../storage'

/** Somewhere to keep one store: the suite makes one for each test. */
export interface Place {
  /** Opens the store of this place; again and again, and while it is open. */
  open(): Promise<Storage>
  /** Frees what the place holds. */
  remove?(): Promise<void>
}

/** A place whose storage can be ended from within the test. */
export interface CrashablePlace extends Place {
  /** Ends the storage as killing its process would, without closing it. */
  crash(storage: Storage): Promise<void>
}

export interface Case<P extends Place = Place> {
  readonly title: string
  run(place: P): Promise<void>
}

const encoder = new TextEncoder()

/** Bytes of a text, for short keys and values. */
export function bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The largest range there is: every key sorts inside. */
export const everything: readonly [from: Key, to: Key] = [Uint8Array.of(0), new Uint8Array(1024).fill(0xff)]

export async function entriesOf(
  storage: Storage,
  [from, to]: readonly [Key, Key] = everything,
  options?: RangeOptions,
): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = []
  for await (const entry of storage.range(from, to, options)) entries.push(entry)
  return entries
}

export async function keysOf(storage: Storage, range?: readonly [Key, Key], options?: RangeOptions): Promise<Key[]> {
  return (await entriesOf(storage, range, options)).map(entry => entry.key)
}

/** Opens the store, runs the body, closes the store. */
export async function withStorage(place: Place, body: (storage: Storage) => Promise<void>) {
  const storage = await place.open()
  await body(storage)
  await storage.close()
}
