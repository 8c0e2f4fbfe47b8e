import { dayOf } from './civil-date'
import { cuesOf, properNames } from './cues'
import { type Indexed, momentOf } from './indexed'
import type { Names } from './names'

const unread = 0xff

/** What the ranking reads of records besides their words. Texts are looked at when they first become candidates. */
export class Traits {
  readonly #records: readonly (Indexed | undefined)[]
  readonly #names: Names
  #cues = new Uint8Array(64)
  #properNames = new Uint8Array(64)
  /** The version of the names that `#properNames` was counted with. */
  #countedWith = new Uint32Array(64)

  constructor(records: readonly (Indexed | undefined)[], names: Names) {
    this.#records = records
    this.#names = names
  }

  /** Must be called when a slot gets a record. */
  reset(slot: number): void {
    if (slot >= this.#cues.length) this.#grow(Math.max(slot + 1, this.#cues.length * 2))
    this.#cues[slot] = unread
    this.#properNames[slot] = unread
  }

  cuesOf(slot: number): number {
    const known = this.#cues[slot]!
    if (known !== unread) return known
    const cues = cuesOf(this.#records[slot]!.text)
    this.#cues[slot] = cues
    return cues
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
    return dayOf(momentOf(this.#records[slot]!))
  }

  /** Whether the record is by or for this person. */
  isOf(slot: number, person: string): boolean {
    const record = this.#records[slot]!
    return record.author === person || record.user === person
  }

  #grow(capacity: number): void {
    const cues = new Uint8Array(capacity)
    const names = new Uint8Array(capacity)
    const counted = new Uint32Array(capacity)
    cues.set(this.#cues)
    names.set(this.#properNames)
    counted.set(this.#countedWith)
    this.#cues = cues
    this.#properNames = names
    this.#countedWith = counted
  }
}
