import { describeUpdate } from '@commonplace/protocol'
import { type Key, keyToParts, type Storage } from '@commonplace/storage'
import * as decoding from 'lib0/decoding'
import type { LogItem } from '../room/log-item'
import { isCovered } from './is-covered'
import { journalRange, logRange } from './keys'
import { DamagedItemError, type ItemSpan, readChecked, readFront, spanOf } from './stored-item'

const version = 1

/** A journal that is damaged before its end: which rooms lack something nobody can tell, so none is served. */
export class DamagedJournalError extends Error {
  override name = 'DamagedJournalError'
}

type JournaledItem = readonly [room: string, LogItem]

/** What a journal holds that is in no room's own range. */
export interface JournalTail {
  /** items by the name of their room, in log order */
  readonly items: ReadonlyMap<string, readonly LogItem[]>
  /** damaged records at the end */
  readonly damaged: readonly Key[]
  readonly isEmpty: boolean
}

/**
 * Reads the journal as a relay that was killed left it.
 *
 * @throws DamagedJournalError
 */
export async function readJournal(storage: Pick<Storage, 'range'>): Promise<JournalTail> {
  const journaled = new Map<string, LogItem[]>()
  const damaged: Key[] = []
  let reason = ''
  let last: number | null = null
  for await (const { number, key, read } of journalRecords(storage)) {
    if (last !== null && number !== last + 1)
      throw new DamagedJournalError(`a record of the journal is missing after ${last}`)
    last = number
    if (read instanceof DamagedItemError) {
      reason = read.message
      damaged.push(key)
    } else if (damaged.length > 0)
      throw new DamagedJournalError(`the journal is damaged before its record ${number}: ${reason}`)
    else for (const [room, item] of read) journaled.set(room, [...(journaled.get(room) ?? []), item])
  }
  const items = new Map<string, LogItem[]>()
  for (const [room, all] of journaled) items.set(room, await notIn(storage, room, all))
  return { items, damaged, isEmpty: last === null }
}

/** A record of the journal as it lies on disk. */
export interface JournalRecord {
  readonly number: number
  readonly key: Key
  readonly value: Uint8Array
  /** what it appended to the logs of rooms, or why that cannot be told */
  readonly read: readonly JournaledItem[] | DamagedItemError
}

/** Every record of the journal, damaged ones included. */
export async function* journalRecords(storage: Pick<Storage, 'range'>): AsyncGenerator<JournalRecord> {
  for await (const { key, value } of storage.range(...journalRange())) {
    yield { number: Number(keyToParts(key)[1]), key, value, read: tryRead(value) }
  }
}

function tryRead(value: Uint8Array): JournaledItem[] | DamagedItemError {
  try {
    return readRecord(value)
  } catch (error) {
    if (error instanceof DamagedItemError) return error
    throw error
  }
}

/**
 * What one record of the journal appended to the logs of rooms.
 *
 * @throws DamagedItemError
 */
export const readRecord = (value: Uint8Array): JournaledItem[] => readChecked(value, readItems)

function readItems(decoder: decoding.Decoder): JournaledItem[] {
  const found = decoding.readUint8(decoder)
  if (found !== version) throw new DamagedItemError(`format version ${found} is not known`)
  const items: JournaledItem[] = []
  while (decoding.hasContent(decoder)) {
    const room = decoding.readVarString(decoder)
    const front = readFront(decoder)
    const bytes = new Uint8Array(decoding.readVarUint8Array(decoder))
    items.push([room, { ...front, size: bytes.length, bytes, ...describeUpdate(bytes) }])
  }
  return items
}

/** Items that the room's own range does not hold, themselves or in pieces. */
async function notIn(storage: Pick<Storage, 'range'>, room: string, items: readonly LogItem[]): Promise<LogItem[]> {
  const spans: ItemSpan[] = []
  for await (const { value } of storage.range(...logRange(room), { reverse: true })) {
    try {
      spans.push(spanOf(value))
    } catch (error) {
      // Whoever loads the room will say so.
      if (!(error instanceof DamagedItemError)) throw error
      continue
    }
    if (spans.at(-1)!.first <= items[0]!.first) break
  }
  spans.reverse()
  return items.filter(item => !isCovered(item, spans))
}
