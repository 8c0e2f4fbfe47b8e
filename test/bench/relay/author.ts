import * as Y from 'yjs'

const marker = Buffer.from('~#')
const digits = 8
const arrayLength = 512
const updateBytes = 124

// What deflates must do so no better than text: words by chance, some often and most seldom.
const pool = wordsByChance(65_536)

function wordsByChance(length: number): string {
  let state = 1
  const chance = (): number => {
    // Numerical Recipes, section 7.1.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const word = () => Array.from({ length: 3 + 6 * chance() }, () => String.fromCharCode(97 + 26 * chance())).join('')
  const words = Array.from({ length: 1000 }, word)
  let text = ''
  while (text.length < length) text += `${words[Math.floor(words.length * chance() ** 2)]} `
  return text
}

/** @param number tells one text of this length from another */
function textOf(number: number, length: number): string {
  const start = (number * updateBytes) % (pool.length - updateBytes)
  return pool.slice(start, start + length)
}

/** A writer of the bench: real Yjs updates of about 124 bytes, each an entry that supersedes the last one of its key. */
export class Author {
  readonly client: number
  readonly #doc = new Y.Doc()
  readonly #keys: number
  readonly #dots = new Map<string, number>()
  #written = 0
  #last: Uint8Array = new Uint8Array()
  #padding = 40

  /**
   * @param number makes the client id, 53 bits long as a random one nearly always is
   * @param keys over how many keys the entries go in turn
   */
  constructor(number: number, keys: number) {
    this.client = 2 ** 52 + number
    this.#keys = keys
    this.#doc.clientID = this.client
    this.#doc.on('update', (update: Uint8Array) => {
      this.#last = update
    })
  }

  /** How many entries there are so far. */
  get written(): number {
    return this.#written
  }

  /** The update that writes the next entry, which carries the marker `~#` and a number of eight digits. */
  write(number: number): Uint8Array {
    const key = `r${this.#written % this.#keys}`
    const before = this.#dots.get(key)
    const parents = before === undefined ? [] : [this.client, before]
    const payload = `~#${String(number).padStart(digits, '0')}${textOf(this.#written, this.#padding)}`
    const array = this.#doc.getArray(`w/${this.client.toString(36)}/${Math.floor(this.#written / arrayLength)}`)
    array.push([[key, parents, payload]])
    this.#dots.set(key, this.#written)
    this.#written++
    this.#padding = Math.max(
      1,
      this.#padding + (this.#written % arrayLength === 1 ? 0 : updateBytes - this.#last.length),
    )
    return this.#last
  }

  writeMany(count: number, firstNumber = 0): Uint8Array[] {
    return Array.from({ length: count }, (_, index) => this.write(firstNumber + index))
  }

  /** Everything so far, as one update. */
  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc)
  }
}

/** What a marker of a number from `number` up starts with, as long as its first digits tell. */
export const markerFrom = (number: number): Buffer =>
  Buffer.from(`~#${String(number).padStart(digits, '0').replace(/0+$/, '')}`)

/**
 * Calls back with the number of every marker between two places of a buffer, in order.
 *
 * @param prefix how those start that are looked for
 */
export function eachMarker(
  bytes: Buffer,
  start: number,
  end: number,
  found: (number: number) => void,
  prefix: Buffer = marker,
): void {
  let at = bytes.indexOf(prefix, start)
  while (at !== -1 && at + marker.length + digits <= end) {
    let number = 0
    for (let digit = at + marker.length; digit < at + marker.length + digits; digit++) {
      const value = bytes[digit]! - 48
      // The two bytes of a marker may stand in the numbers of a frame.
      number = value >= 0 && value <= 9 ? number * 10 + value : Number.NaN
    }
    if (!Number.isNaN(number)) found(number)
    at = bytes.indexOf(prefix, at + marker.length)
  }
}

/** How many entries updates add up to; throws when something they build on is missing. */
export function countEntries(updates: readonly Uint8Array[]): number {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs !== null) throw new Error('what a reader got has a gap')
  let entries = 0
  for (const name of doc.share.keys()) entries += doc.getArray(name).length
  return entries
}
