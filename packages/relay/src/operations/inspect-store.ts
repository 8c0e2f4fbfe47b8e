import type { Storage } from '@commonplace/storage'
import { itemOfKey, logRange, relayKey, roomKey } from '../log/keys'
import { roomNames } from '../log/room-names'
import { DamagedItemError, decodeItem } from '../log/stored-item'
import { roomTag } from './room-tag'

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
}

type Readable = Pick<Storage, 'get' | 'range'>

/** Reads a whole store and checks every record of it; changes nothing. */
export async function inspectStore(storage: Readable): Promise<StoreReport> {
  const meta = await storage.get(relayKey)
  const epoch = meta === undefined ? '' : (JSON.parse(new TextDecoder().decode(meta)) as { epoch: string }).epoch
  const rooms: RoomReport[] = []
  for await (const name of roomNames(storage)) rooms.push(await inspectRoom(storage, name))
  return { epoch, rooms }
}

async function inspectRoom(storage: Readable, room: string): Promise<RoomReport> {
  const damage: string[] = []
  let [records, pieces, bytes, last] = [0, 0, 0, 0]
  let isAfterDamage = false
  const clients = new Set<number>()
  if ((await storage.get(roomKey(room))) === undefined) damage.push('the room has a log and no mode')
  for await (const { key, value } of storage.range(...logRange(room))) {
    bytes += value.length
    try {
      const item = decodeItem(value)
      if (item.first !== last + 1 && !isAfterDamage) damage.push(`after record ${last} comes ${item.first}`)
      if (item.level === 0) records++
      else pieces++
      last = item.last
      isAfterDamage = false
      for (const client of item.to.keys()) clients.add(client)
    } catch (error) {
      if (!(error instanceof DamagedItemError)) throw error
      damage.push(`after record ${last}: ${error.message}`)
      // How far a damaged item reached nobody can tell; the next one says where it starts.
      isAfterDamage = true
      last = itemOfKey(key).first
    }
  }
  return { room, tag: roomTag(room), records, pieces, bytes, clients: clients.size, damage }
}
