import { type LeaseToken, mergeUpdates, type UpdateLimits } from '@commonplace/protocol'
import type { OutboxRecord } from './outbox'

/** One frame's worth of writes. */
export interface Fold {
  /** the numbers of the writes in it, ascending */
  readonly numbers: readonly number[]
  readonly update: Uint8Array
  /** a write made under a lease travels alone */
  readonly lease: LeaseToken | null
}

// A struct or a range of a hole takes no less on the wire.
const leastBytesOfStruct = 4

/**
 * Folds writes, in their order, into as few updates as the limits allow: one frame, many writes. A write that alone is
 * above the limits gets a frame of its own; the relay would refuse it, see `isTooLarge`.
 */
export function foldOutbox(records: readonly OutboxRecord[], limits: UpdateLimits): Fold[] {
  const folds: Fold[] = []
  const most = [limits.updateBytes, Math.min(limits.structs, limits.deleteRanges), limits.clocks]
  let part: OutboxRecord[] = []
  let sum = [0, 0, 0]
  const close = () => {
    if (part.length === 0) return
    const update = mergeUpdates(part.map(each => each.update))
    folds.push({ numbers: part.map(({ n }) => n), update, lease: part[0]!.lease ?? null })
    part = []
    sum = [0, 0, 0]
  }
  for (const record of records) {
    const weight = weightOf(record)
    if (record.lease || part[0]?.lease || sum.some((each, i) => each + weight[i]! > most[i]!)) close()
    part.push(record)
    sum = sum.map((each, i) => each + weight[i]!)
  }
  close()
  return folds
}

/** Whether no frame can carry this write. */
export function isTooLarge(record: OutboxRecord, limits: UpdateLimits): boolean {
  return record.update.length > limits.updateBytes
}

/** Its bytes, the structs or delete ranges that it takes at most, and its clocks. */
function weightOf({ update, entries, removes, hole }: OutboxRecord): number[] {
  const structs = entries.length + removes.length + Math.ceil((hole?.length ?? 0) / leastBytesOfStruct)
  return [update.length, structs, entries.length]
}
