import type { Key, Operation, Storage } from '@commonplace/storage'
import type { LogItem } from '../room/log-item'
import type { RoomMode } from '../room/room'
import { type Breather, createBreather } from './breather'
import { itemOfKey, logRange, roomKey } from './keys'
import { DamagedItemError, decodeItem } from './stored-item'

const version = 1

interface RoomMeta {
  readonly version: number
  readonly mode: RoomMode
  /** grows whenever the log lost its end, and is part of the room's epoch */
  readonly generation: number
}

/** What a room's log holds, with the room's mode; `cut` says how many damaged records at its end were removed. */
export interface StoredRoom {
  readonly mode: RoomMode
  readonly generation: number
  readonly items: readonly LogItem[]
  readonly cut: number
}

/** A room whose log is damaged before its end: it is not served, so that nothing is built on half of it. */
export class DamagedRoomError extends Error {
  override name = 'DamagedRoomError'
}

/** The operation that makes a room's mode durable, to go with its first record. */
export function putRoom(room: string, mode: RoomMode, generation = 0): Operation {
  const meta: RoomMeta = { version, mode, generation }
  return { put: roomKey(room), value: new TextEncoder().encode(JSON.stringify(meta)) }
}

/**
 * What a room says of itself.
 *
 * @throws DamagedRoomError
 */
export function readMeta(bytes: Uint8Array): RoomMeta {
  let meta: RoomMeta
  try {
    meta = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as RoomMeta
  } catch (error) {
    throw new DamagedRoomError('what the room says of itself does not decode', { cause: error })
  }
  if (meta.version !== version) throw new DamagedRoomError(`the room has format ${meta.version}, known is ${version}`)
  if (meta.mode !== 'entries' && meta.mode !== 'any') throw new DamagedRoomError('the room has no known mode')
  if (!Number.isSafeInteger(meta.generation)) throw new DamagedRoomError('the room has no known generation')
  return meta
}

/**
 * Reads a room's log. Damaged records at its end are cut off, durably, and the room's generation grows, since
 * acknowledged writes may have been among them; damage before the end, a damaged piece or a gap refuses the room.
 *
 * @param breathe lets the event loop turn while a long log is read
 * @param keep what is kept of an item that was read
 * @returns null when there is no such room
 * @throws DamagedRoomError
 */
export async function loadRoom(
  storage: Storage,
  room: string,
  breathe: Breather = createBreather(),
  keep: (item: LogItem) => LogItem = item => item,
): Promise<StoredRoom | null> {
  const stored = await storage.get(roomKey(room))
  const { items, damaged } = await readLog(storage, room, breathe, keep)
  if (stored === undefined) {
    if (items.length + damaged.length > 0) throw new DamagedRoomError('the room has a log and no mode')
    return null
  }
  const { mode, generation } = readMeta(stored)
  if (damaged.length === 0) return { mode, generation, items, cut: 0 }
  await storage.commit([...damaged.map(key => ({ delete: key })), putRoom(room, mode, generation + 1)])
  return { mode, generation: generation + 1, items, cut: damaged.length }
}

async function readLog(
  storage: Storage,
  room: string,
  breathe: Breather,
  keep: (item: LogItem) => LogItem,
): Promise<{ items: LogItem[]; damaged: Key[] }> {
  const items: LogItem[] = []
  const damaged: Key[] = []
  let reason = ''
  for await (const { key, value } of storage.range(...logRange(room))) {
    await breathe()
    const last = items.at(-1)?.last ?? 0
    const read = tryDecode(value)
    if (read instanceof DamagedItemError) {
      const { first, level } = itemOfKey(key)
      if (level !== 0) throw new DamagedRoomError(`a piece after record ${last}: ${read.message}`)
      if (damaged.length === 0 && first !== last + 1) {
        throw new DamagedRoomError(`records ${last + 1} to ${first - 1} are missing`)
      }
      reason = read.message
      damaged.push(key)
    } else {
      if (damaged.length > 0) throw new DamagedRoomError(`record ${last + 1}, before the end of the log: ${reason}`)
      if (read.first !== last + 1) throw new DamagedRoomError(`records ${last + 1} to ${read.first - 1} are missing`)
      items.push(keep(read))
    }
  }
  return { items, damaged }
}

function tryDecode(value: Uint8Array): LogItem | DamagedItemError {
  try {
    return decodeItem(value)
  } catch (error) {
    if (error instanceof DamagedItemError) return error
    throw error
  }
}
