import { type Key, rangeOf, storageKey } from '@commonplace/storage'

/** Where the journal of one replica stands in its storage; numbers keep the order in which things were written. */
export interface JournalKeys {
  readonly meta: Key
  base(number: number): Key
  outbox(n: number): Key
  parked(n: number): Key
  hole(client: number): Key
  own(client: number): Key
  binding(client: number): Key
  reception(client: number, clock: number): Key
  /** of an entry that has another dot now */
  moved(client: number, clock: number): Key
  /** everything of one sort */
  all(sort: 'base' | 'outbox' | 'parked' | 'hole' | 'own' | 'binding' | 'reception' | 'moved'): [from: Key, to: Key]
}

/** @param prefix names the space within the storage */
export function journalKeys(prefix: string): JournalKeys {
  return {
    meta: storageKey(prefix, 'meta'),
    base: number => storageKey(prefix, 'base', number),
    outbox: n => storageKey(prefix, 'outbox', n),
    parked: n => storageKey(prefix, 'parked', n),
    hole: client => storageKey(prefix, 'hole', client),
    own: client => storageKey(prefix, 'own', client),
    binding: client => storageKey(prefix, 'binding', client),
    reception: (client, clock) => storageKey(prefix, 'reception', client, clock),
    moved: (client, clock) => storageKey(prefix, 'moved', client, clock),
    all: sort => rangeOf(prefix, sort),
  }
}
