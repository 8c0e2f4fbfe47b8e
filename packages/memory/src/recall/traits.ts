import { dayOf } from './civil-date'
import { asks, cuesOf, properNames } from './cues'
import { type Indexed, momentOf } from './indexed'
import type { Names } from './names'

const unread = 0xff

/**
 * What the ranking reads of records besides their words, in arrays by slot, because thousands are asked in a search. Texts
 * are looked at when they first become candidates.
 */
export class Traits {
  readonly #records: readonly (Indexed | undefined)[]
  readonly #names: Names
  #days = new Int32Array(64)
  #authors = new Int32Array(64)
  #users = new Int32Array(64)
  #cues = new Uint8Array(64)
  #asks = new Uint8Array(64)
  #properNames = new Uint8Array(64)
  /** The version of the names that `#properNames` was counted with. */
  #countedWith = new Int32Array(64)

  /** @param records by slot; the record must be there before its slot is added and until it is removed */
  constructor(records: readonly (Indexed | undefined)[], names: Names) {
    this.#records = records
    this.#names = names
  }

  /** @param isAsking whether it ends by asking something, where that is known */
  add(slot: number, isAsking?: boolean): void {
    if (slot >= this.#days.length) this.#grow(Math.max(slot + 1, this.#days.length * 2))
    const record = this.#records[slot]!
    this.#days[slot] = dayOf(momentOf(record))
    this.#authors[slot] = this.#names.add(record.author)
    this.#users[slot] = record.user === undefined ? 0 : this.#names.add(record.user)
    this.#cues[slot] = unread
    this.#asks[slot] = (isAsking ?? asks(record.text)) ? 1 : 0
    this.#properNames[slot] = unread
  }

  remove(slot: number): void {
    const { author, user } = this.#records[slot]!
    this.#names.remove(author)
    if (user !== undefined) this.#names.remove(user)
  }

  cuesOf(slot: number): number {
    if (this.#cues[slot] === unread) this.#cues[slot] = cuesOf(this.#records[slot]!.text)
    return this.#cues[slot]!
  }

  /** Whether it ends by asking something. */
  asks(slot: number): boolean {
    return this.#asks[slot] === 1
  }

  properNamesOf(slot: number): number {
    if (this.#properNames[slot] === unread || this.#countedWith[slot] !== this.#names.version) {
      this.#properNames[slot] = properNames(this.#records[slot]!.text, word => this.#names.has(word))
      this.#countedWith[slot] = this.#names.version
    }
    return this.#properNames[slot]!
  }

  /** Day number of the record's matter. */
  dayOf(slot: number): number {
    return this.#days[slot]!
  }

  recordOf(slot: number): Indexed {
    return this.#records[slot]!
  }

  /** The number of the author's name. */
  authorOf(slot: number): number {
    return this.#authors[slot]!
  }

  /** Whether the record is by or for this person, by the number of the name. */
  isOf(slot: number, person: number): boolean {
    return this.#authors[slot] === person || this.#users[slot] === person
  }

  #grow(capacity: number): void {
    const larger = (array: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(capacity)
      copy.set(array)
      return copy
    }
    this.#days = larger(this.#days)
    this.#authors = larger(this.#authors)
    this.#users = larger(this.#users)
    this.#countedWith = larger(this.#countedWith)
    const largerBytes = (array: Uint8Array<ArrayBuffer>) => {
      const copy = new Uint8Array(capacity)
      copy.set(array)
      return copy
    }
    this.#cues = largerBytes(this.#cues)
    this.#asks = largerBytes(this.#asks)
    this.#properNames = largerBytes(this.#properNames)
  }
}
