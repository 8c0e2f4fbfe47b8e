import { type Key, type KeyPart, keyToParts, type Operation, type Storage, StorageError } from '@commonplace/storage'
import { damagedPolicies } from '../access/stored-policy'
import { isCovered } from '../log/is-covered'
import { itemKey, itemOfKey, journalRange, logRange, relayKey } from '../log/keys'
import { journalRecords } from '../log/read-journal'
import { putEpoch, readRelayMeta } from '../log/relay-meta'
import { roomNames } from '../log/room-names'
import { DamagedItemError, decodeItem, encodeItem } from '../log/stored-item'
import type { LogItem } from '../room/log-item'

const bytesACommit = 1024 * 1024

/** What a repair took out of a store. */
export interface Aside {
  /** the parts of the key it was under, or belongs under */
  readonly place: readonly KeyPart[]
  readonly why: string
  readonly bytes: Uint8Array
}

/** Where a repair puts what it takes out, before it does. */
export interface AsideSink {
  add(aside: Aside): Promise<void>
  /** All that was added is durable. */
  sync(): Promise<void>
}

/** What a repair did; nothing when both are empty. */
export interface Repair {
  readonly aside: readonly Omit<Aside, 'bytes'>[]
  /** what is gone without a trace */
  readonly missing: readonly string[]
}

interface Found {
  readonly first: number
  readonly last: number
  /** null in the journal */
  readonly key: Key | null
  readonly value: Uint8Array
  /** why it cannot be kept whatever stands before it */
  readonly fault: string | null
}

/**
 * Makes a damaged store one that a relay starts on and serves all rooms of. A room keeps its log up to its first damaged or
 * missing record; what follows may rest on what is gone, so it is set aside with what is damaged. The log gets another epoch, so
 * that agents send their own again. A store that is sound stays as it is.
 *
 * Killed at any moment, the store is as damaged as it was, or repaired. A room that does not say its mode is no part of it.
 *
 * @param policyAside also takes out the whole policy log of a tenant in which a line is damaged: what was revoked must not come back, so
 * nothing of it counts
 */
export async function repairStore(
  storage: Storage,
  sink: AsideSink,
  createEpoch: () => string,
  policyAside = false,
): Promise<Repair> {
  const aside: Omit<Aside, 'bytes'>[] = []
  const missing: string[] = []
  const removed: Operation[] = []
  const setAside = async (found: Aside) => {
    await sink.add(found)
    aside.push({ place: found.place, why: found.why })
  }
  await readEpoch(storage, setAside)
  const journaled = await readJournal(storage, setAside, missing)
  const kept: [room: string, Found][] = []
  for await (const room of roomNames(storage)) {
    let last = 0
    for (const found of await itemsOf(storage, room, journaled.get(room) ?? [])) {
      const { key, value } = found
      if (found.fault === null && found.first === last + 1) {
        last = found.last
        if (key === null) kept.push([room, found])
        continue
      }
      const why = found.fault ?? `record ${last + 1} before it is damaged or missing`
      const place = keyToParts(key ?? itemKey(room, { first: found.first, level: 0 }))
      await setAside({ place, why, bytes: value })
      // Where the journal has it whole, that is written in its place.
      const isReplaced = kept.some(([of, { first }]) => of === room && first === found.first)
      if (key !== null && !(isReplaced && itemOfKey(key).level === 0)) removed.push({ delete: key })
    }
  }
  if (policyAside) {
    for await (const { key, value, why } of damagedPolicies(storage)) {
      await setAside({ place: keyToParts(key), why, bytes: value })
      removed.push({ delete: key })
    }
  }
  if (aside.length + missing.length === 0) return { aside, missing }
  await sink.sync()
  await settle(storage, kept)
  await storage.commit([...removed, { deleteRange: journalRange() }, putEpoch(createEpoch())])
  return { aside, missing }
}

/** Without one that can be read no relay starts; whatever is set aside, the store gets another. */
async function readEpoch(storage: Storage, setAside: (found: Aside) => Promise<void>): Promise<void> {
  const bytes = await storage.get(relayKey)
  try {
    if (bytes) readRelayMeta(bytes)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    await setAside({ place: keyToParts(relayKey), why: error.message, bytes: bytes! })
  }
}

async function readJournal(
  storage: Storage,
  setAside: (found: Aside) => Promise<void>,
  missing: string[],
): Promise<Map<string, Found[]>> {
  const items = new Map<string, Found[]>()
  let before: number | null = null
  for await (const { number, key, value, read } of journalRecords(storage)) {
    if (before !== null && number !== before + 1) missing.push(`journal records ${before + 1} to ${number - 1}`)
    before = number
    if (read instanceof DamagedItemError) await setAside({ place: keyToParts(key), why: read.message, bytes: value })
    else for (const [room, item] of read) items.set(room, [...(items.get(room) ?? []), inJournal(item)])
  }
  return items
}

const inJournal = (item: LogItem): Found => {
  return { first: item.first, last: item.last, key: null, value: encodeItem(item), fault: null }
}

/**
 * All of a room in log order, what is readable first where two begin at the same record; without what the journal has beside its
 * range.
 */
async function itemsOf(storage: Storage, room: string, journaled: readonly Found[]): Promise<Found[]> {
  const items: Found[] = []
  for await (const { key, value } of storage.range(...logRange(room))) items.push(inRange(key, value))
  const readable = items.filter(({ fault }) => fault === null)
  items.push(...journaled.filter(item => !isCovered(item, readable)))
  const rank = ({ fault, key }: Found): number => (fault !== null ? 2 : key === null ? 1 : 0)
  return items.sort((one, other) => one.first - other.first || rank(one) - rank(other))
}

function inRange(key: Key, value: Uint8Array): Found {
  try {
    const { first, last } = decodeItem(value)
    return { first, last, key, value, fault: null }
  } catch (error) {
    if (!(error instanceof DamagedItemError)) throw error
    const { first } = itemOfKey(key)
    return { first, last: first, key, value, fault: error.message }
  }
}

/** In parts, each of which changes nothing that a repair begun anew would do: what is in a range already is not counted twice. */
async function settle(storage: Storage, kept: readonly [room: string, Found][]): Promise<void> {
  let operations: Operation[] = []
  let bytes = 0
  for (const [room, { first, value }] of kept) {
    operations.push({ put: itemKey(room, { first, level: 0 }), value })
    bytes += value.length
    if (bytes < bytesACommit) continue
    await storage.commit(operations)
    operations = []
    bytes = 0
  }
  await storage.commit(operations)
}
