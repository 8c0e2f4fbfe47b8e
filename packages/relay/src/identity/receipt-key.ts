import { createHmac, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { Identity } from '../room/member'
import type { ReceiptBook } from '../room/receipt-book'
import { checkedFile } from './checked-file'

const keyBytes = 32
const macBytes = 16
const domain = 'commonplace receipt 1'

const schema = v.strictObject({
  version: v.literal(1),
  key: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  epoch: v.pipe(v.string(), v.minLength(1)),
})

/** The key of the receipts for client ids, and the epoch of the log it was made for. */
export interface ReceiptKey {
  /** What the key says of the ids of a room whose log has this epoch. */
  bookOf(room: string, epoch: string): ReceiptBook
}

/**
 * @param key 32 bytes
 * @param firstEpoch of the log that the key was made for
 */
export function createReceiptKey(key: Uint8Array, firstEpoch: string, draw: () => number = drawId): ReceiptKey {
  return { bookOf: (room, epoch) => new KeyedBook(key, room, epoch !== firstEpoch, draw) }
}

/** A class, since there is one of it a room and functions of its own would be most of what it weighs. */
class KeyedBook implements ReceiptBook {
  readonly #key: Uint8Array
  readonly #room: string
  readonly isRecovered: boolean
  readonly draw: () => number

  constructor(key: Uint8Array, room: string, isRecovered: boolean, draw: () => number) {
    this.#key = key
    this.#room = room
    this.isRecovered = isRecovered
    this.draw = draw
  }

  issue(client: number, { agent, user }: Identity): Uint8Array {
    // As JSON, so that no two lists of parts read the same.
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([domain, this.#room, client, agent, user]))
      .digest()
      .subarray(0, macBytes)
  }

  isGenuine(client: number, owner: Identity, mac: Uint8Array): boolean {
    return mac.length === macBytes && timingSafeEqual(mac, this.issue(client, owner))
  }
}

/**
 * The key in a file of the relay's owner, made with the file when there is none. It belongs outside the store: whoever loses
 * both loses what the receipts are for.
 *
 * @param epoch of the log, for a key that is made now
 * @throws Error that says what is wrong with the file
 */
export async function openReceiptKey(file: string, epoch: string): Promise<ReceiptKey> {
  const what = `the receipt key ${file}`
  const stored = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw new Error(`${what} cannot be read (${cause.message}); ${wayOut}`, { cause })
  })
  if (stored === undefined) {
    const key = randomBytes(keyBytes)
    await writeNew(file, `${JSON.stringify({ version: 1, key: key.toString('base64url'), epoch })}\n`)
    return createReceiptKey(key, epoch)
  }
  try {
    const { key, epoch: firstEpoch } = checkedFile(schema, parsed(stored, what), what)
    return createReceiptKey(Buffer.from(key, 'base64url'), firstEpoch)
  } catch (cause) {
    throw new Error(`${(cause as Error).message}; ${wayOut}`, { cause })
  }
}

const wayOut = 'put a copy of it back, or name the file that holds it, or one that is not there yet: --receipt-key'

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${what} is no JSON`, { cause })
  }
}

/** Whole or not there: what is half written, on a full disk for instance, would be no key for ever. */
async function writeNew(file: string, text: string): Promise<void> {
  const unfinished = `${file}.new`
  try {
    // Never into a file that is there: it may be open to others, or lead elsewhere.
    await rm(unfinished, { force: true })
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx', flush: true })
    await rename(unfinished, file)
  } catch (cause) {
    throw new Error(
      `the receipt key ${file} cannot be made (${(cause as Error).message}); name a file that this process may make: --receipt-key`,
      { cause },
    )
  }
}

const idBytes = 8
// Of so many ids at once: when a team starts, each of its joins draws one, and a call takes as long for one as for all.
const drawn = Buffer.alloc(256 * idBytes)
let drawnUpTo = drawn.length

/** Beyond the 32 bits of Yjs' own ids, which stock clients have. */
function drawId(): number {
  if (drawnUpTo === drawn.length) {
    randomFillSync(drawn)
    drawnUpTo = 0
  }
  const at = drawnUpTo
  drawnUpTo += idBytes
  const id = (drawn.readUInt32BE(at) % 2 ** 21) * 2 ** 32 + drawn.readUInt32BE(at + 4)
  return id >= 2 ** 32 ? id : drawId()
}
