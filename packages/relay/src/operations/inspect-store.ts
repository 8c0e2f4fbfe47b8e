import { type Storage, StorageError } from '@commonplace/storage'
import { loadPolicy } from '../access/stored-policy'
import { itemOfKey, logRange, relayKey, roomKey } from '../log/keys'
import { DamagedRoomError, readMeta } from '../log/load-room'
import { DamagedJournalError, type JournalTail, journalRecords, readJournal } from '../log/read-journal'
import { readRelayMeta } from '../log/relay-meta'
import { roomNames } from '../log/room-names'
import { DamagedItemError, decodeItem, encodeItem } from '../log/stored-item'
import type { LogItem } from '../room/log-item'
import { roomTag } from '../server/room-tag'

/** What a room's log holds, without its content. */
export interface RoomReport {
  /** tenant, space and segment with their lengths, as the log names the room */
  readonly room: string
  /** what the relay's own log lines call it */
  readonly tag: string
  readonly records: number
  readonly pieces: number
  /** bytes of records and pieces as they lie on disk */
  readonly bytes: number
  /** client ids that wrote here */
  readonly clients: number
  /** what does not hold; empty for a sound room */
  readonly damage: readonly string[]
}

/** What a store holds. */
export interface StoreReport {
  /** empty in a store that no relay has opened yet */
  readonly epoch: string
  readonly rooms: readonly RoomReport[]
  /** what does not hold of what all rooms share: the relay's own state, the journal, the policy logs; empty when it is sound */
  readonly damage: readonly string[]
}

type Readable = Pick<Storage, 'get' | 'range'>

/** Reads a whole store and checks every record of it; changes nothing. */
export async function inspectStore(storage: Readable): Promise<StoreReport> {
  const meta = await storage.get(relayKey)
  const damage: string[] = []
  const unlessDamaged = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof StorageError && error.code === 'damaged')) throw error
      damage.push(error.message)
      return undefined
    }
  }
  const epoch = meta && (await unlessDamaged(() => readRelayMeta(meta).epoch))
  // First: what is settled meanwhile is then found in a room's own range.
  const { items, damage: journal } = await tailOf(storage)
  damage.push(...journal)
  await unlessDamaged(() => loadPolicy(storage))
  const rooms: RoomReport[] = []
  const seen = new Set<string>()
  for await (const name of roomNames(storage)) {
    seen.add(name)
    rooms.push(await inspectRoom(storage, name, items.get(name) ?? []))
  }
  for (const [name, tail] of items) if (!seen.has(name)) rooms.push(await inspectRoom(storage, name, tail))
  return { epoch: epoch ?? '', rooms, damage }
}

async function tailOf(storage: Readable): Promise<Pick<JournalTail, 'items'> & Pick<StoreReport, 'damage'>> {
  try {
    const { items, damaged } = await readJournal(storage)
    return { items, damage: damaged.map(() => 'a record at the end of the journal is damaged') }
  } catch (error) {
    if (!(error instanceof DamagedJournalError)) throw error
    return { items: await soundItems(storage), damage: [error.message, ...(await damagedRecords(storage))] }
  }
}

/** What of a damaged journal can be read: where the number of a room's record is missing, the room lacks it. */
async function soundItems(storage: Readable): Promise<Map<string, LogItem[]>> {
  const items = new Map<string, LogItem[]>()
  for await (const { read } of journalRecords(storage)) {
    if (read instanceof DamagedItemError) continue
    for (const [room, item] of read) items.set(room, [...(items.get(room) ?? []), item])
  }
  return items
}

async function damagedRecords(storage: Readable): Promise<string[]> {
  const found: string[] = []
  for await (const { number, value, read } of journalRecords(storage)) {
    if (read instanceof DamagedItemError) found.push(`record ${number}, ${value.length} bytes: ${read.message}`)
  }
  return found
}

async function inspectRoom(storage: Readable, room: string, tail: readonly LogItem[]): Promise<RoomReport> {
  const damage: string[] = []
  let [records, pieces, bytes, last] = [0, 0, 0, 0]
  let isAfterDamage = false
  const clients = new Set<number>()
  const take = (item: LogItem, size: number) => {
    bytes += size
    if (item.first !== last + 1 && !isAfterDamage) damage.push(`after record ${last} comes ${item.first}`)
    if (item.level === 0) records++
    else pieces++
    last = item.last
    isAfterDamage = false
    for (const client of item.to.keys()) clients.add(client)
  }
  const journaled = [...tail]
  const takeJournaled = (before: number) => {
    while (journaled.length > 0 && journaled[0]!.first < before) {
      const item = journaled.shift()!
      if (item.first > last) take(item, encodeItem(item).length)
    }
  }
  const meta = await storage.get(roomKey(room))
  if (meta === undefined) damage.push('the room has a log and no mode')
  else damage.push(...faultOf(meta))
  for await (const { key, value } of storage.range(...logRange(room))) {
    takeJournaled(itemOfKey(key).first)
    try {
      take(decodeItem(value), value.length)
    } catch (error) {
      if (!(error instanceof DamagedItemError)) throw error
      bytes += value.length
      damage.push(`after record ${last}: ${error.message}`)
      // How far a damaged item reached nobody can tell; the next one says where it starts.
      isAfterDamage = true
      last = itemOfKey(key).first
    }
  }
  takeJournaled(Number.POSITIVE_INFINITY)
  return { room, tag: roomTag(room), records, pieces, bytes, clients: clients.size, damage }
}

function faultOf(meta: Uint8Array): readonly string[] {
  try {
    readMeta(meta)
    return []
  } catch (error) {
    if (!(error instanceof DamagedRoomError)) throw error
    return [error.message]
  }
}
