import { addToDeletes, codecV1, type DeleteSet, mergeUpdates, type StateVector } from '@commonplace/protocol'
import { scanEntries } from '../guard/scan-entries'
import { appendEntries, type LaidUpdate } from './append-entries'
import { EntryRecord } from './entry-record'
import type { LogItem } from './log-item'
import { pieceBytes } from './state-for'

const width = 32
// An item of more than half a piece stays as it is: two of them would not fit into one.
const isFull = (item: LogItem): boolean => item.size > pieceBytes / 2

/** A run of adjacent items that becomes one piece. */
export interface Fold {
  readonly index: number
  readonly items: readonly LogItem[]
}

/**
 * The next fold of a log, or null when it is short enough: 32 adjacent items of one level make one item of the next, so
 * an update is merged about log₃₂(n) times, a merge reads at most 256 KiB, and a joiner gets few frames.
 */
export function nextFold(log: readonly LogItem[]): Fold | null {
  let end = log.length
  while (end > 0) {
    const level = log[end - 1]!.level
    let start = end
    while (start > 0 && log[start - 1]!.level === level && !isFull(log[start - 1]!)) start--
    if (end - start >= width) return { index: start, items: fitting(log.slice(start, start + width)) }
    end = Math.min(start, end - 1)
  }
  return null
}

/** How many records must come before a log that has no fold can have one. */
export function recordsToFold(log: readonly LogItem[]): number {
  let left = width
  for (let index = log.length - 1; index >= 0 && log[index]!.level === 0 && !isFull(log[index]!); index--) left--
  return left
}

/** The records at the end of a log of which something holds, where they make one piece; null where there are not two of them. */
export function foldableTail(log: readonly LogItem[], isSo: (item: LogItem) => boolean): Fold | null {
  let index = log.length
  while (index > 0 && log[index - 1]!.level === 0 && !isFull(log[index - 1]!) && isSo(log[index - 1]!)) index--
  const items = fitting(log.slice(index))
  return items.length < 2 ? null : { index, items }
}

function fitting(run: readonly LogItem[]): LogItem[] {
  let bytes = 0
  const end = run.findIndex(item => {
    bytes += item.size
    return bytes > pieceBytes
  })
  return run.slice(0, end === -1 ? run.length : end)
}

/** One piece with the content of a run; the run's vectors and deletes add up without reading its bytes. */
export function foldItems(items: readonly LogItem[]): LogItem {
  const from: StateVector = new Map()
  const to: StateVector = new Map()
  const deletes: DeleteSet = new Map()
  for (const item of items) {
    if (item instanceof EntryRecord) {
      for (const block of item.blocks) {
        if (!from.has(block.client)) from.set(block.client, block.from)
        to.set(block.client, block.to)
      }
      continue
    }
    for (const [client, clock] of item.from) if (!from.has(client)) from.set(client, clock)
    for (const [client, clock] of item.to) to.set(client, clock)
    addToDeletes(deletes, item.deletes)
  }
  const bytes = appended(items, deletes) ?? mergeUpdates(items.map(item => item.bytes))
  return {
    first: items[0]!.first,
    last: items.at(-1)!.last,
    level: Math.max(...items.map(({ level }) => level)) + 1,
    codec: codecV1,
    size: bytes.length,
    bytes,
    bindings: items.flatMap(({ bindings }) => bindings),
    receptions: items.flatMap(({ receptions }) => receptions),
    from,
    to,
    skips: new Map(),
    deletes,
  }
}

/** The items' bytes one after the other, where all of them only append entries. */
function appended(items: readonly LogItem[], deletes: DeleteSet): Uint8Array | null {
  const laid: LaidUpdate[] = []
  for (const item of items) {
    if (item instanceof EntryRecord) {
      laid.push(item)
      continue
    }
    const { bytes } = item
    const scan = scanEntries(bytes)
    if (scan === null) return null
    laid.push({ bytes, blocks: scan.blocks })
  }
  return appendEntries(laid, deletes)
}
