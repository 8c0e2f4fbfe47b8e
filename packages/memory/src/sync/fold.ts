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
  let part: OutboxRecord[] = []
  let sum = { bytes: 0, structs: 0, clocks: 0 }
  const close = () => {
    if (part.length === 0) return
    const [first] = part
    const update = mergeUpdates(part.map(each => each.update))
    folds.push({ numbers: part.map(({ n }) => n), update, lease: first?.lease ?? null })
    part = []
    sum = { bytes: 0, structs: 0, clocks: 0 }
  }
  for (const record of records) {
    const structs = structsOf(record)
    const clocks = record.entries.length
    if (
      record.lease ||
      part[0]?.lease ||
      sum.bytes + record.update.length > limits.updateBytes ||
      sum.structs + structs > Math.min(limits.structs, limits.deleteRanges) ||
      sum.clocks + clocks > limits.clocks
    ) {
      close()
    }
    part.push(record)
    sum = { bytes: sum.bytes + record.update.length, structs: sum.structs + structs, clocks: sum.clocks + clocks }
  }
  close()
  return folds
}

/** Whether no frame can carry this write. */
export function isTooLarge(record: OutboxRecord, limits: UpdateLimits): boolean {
  return record.update.length > limits.updateBytes
}

/** At most so many structs, and delete ranges, does a write take. */
function structsOf({ entries, removes, hole }: OutboxRecord): number {
  return entries.length + removes.length + Math.ceil((hole?.length ?? 0) / leastBytesOfStruct)
}
