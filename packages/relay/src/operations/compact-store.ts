import { randomUUID } from 'node:crypto'
import type { Storage } from '@commonplace/storage'
import { CompactionError } from '../compaction/compaction-error'
import type { Compactor } from '../compaction/compactor'
import { itemKey } from '../log/keys'
import { DamagedRoomError, loadRoom } from '../log/load-room'
import { openLog } from '../log/open-log'
import { roomNames } from '../log/room-names'
import { encodeItem } from '../log/stored-item'
import type { LogItem } from '../room/log-item'
import { compactedLevel, rewriteItems } from '../room/rewrite'
import { roomTag } from '../server/room-tag'

/** What compacting one room came to. */
export interface RoomCompaction {
  readonly room: string
  /** what the relay's log lines call it */
  readonly tag: string
  /** bytes of its updates */
  readonly before: number
  readonly after: number
  /** why it was left as it is; null for a room that holds nothing deleted now */
  readonly fault: string | null
}

/**
 * Rewrites every room of a store that no relay has open, so that it holds nothing that is deleted: each in one commit. A room
 * that cannot be rewritten is left as it is.
 *
 * @yields each room once it is on disk
 * @throws StorageError
 */
export async function* compactStore(storage: Storage, compactor: Compactor): AsyncGenerator<RoomCompaction> {
  await openLog(storage, randomUUID)
  for await (const room of roomNames(storage)) {
    let items: readonly LogItem[] = []
    try {
      items = (await loadRoom(storage, room))?.items ?? []
      yield {
        room,
        tag: roomTag(room),
        before: sizeOf(items),
        after: await compact(storage, compactor, room, items),
        fault: null,
      }
    } catch (error) {
      if (!(error instanceof CompactionError || error instanceof DamagedRoomError)) throw error
      yield { room, tag: roomTag(room), before: sizeOf(items), after: sizeOf(items), fault: error.message }
    }
  }
}

/** @returns the bytes that are left */
async function compact(
  storage: Storage,
  compactor: Compactor,
  room: string,
  items: readonly LogItem[],
): Promise<number> {
  if (items.every(({ level }) => level === compactedLevel)) return sizeOf(items)
  const rewritten = rewriteItems(items, await compactor.compact(items.map(({ bytes }) => bytes)))
  if (typeof rewritten === 'string') throw new CompactionError(rewritten)
  await storage.commit([
    ...items.map(item => ({ delete: itemKey(room, item) })),
    ...rewritten.map(item => ({ put: itemKey(room, item), value: encodeItem(item) })),
  ])
  return sizeOf(rewritten)
}

const sizeOf = (items: readonly LogItem[]): number => items.reduce((sum, { size }) => sum + size, 0)
