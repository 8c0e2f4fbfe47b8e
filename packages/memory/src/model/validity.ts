import type { HoldReason } from './judge-context'
import type { RecordBody } from './record-body'
import type { Version } from './version'

/** Whether what a record says holds at this time, milliseconds since 1970: from `validFrom` on, before `validTo`. */
export function holdsAt(body: RecordBody, time: number): boolean {
  return (body.validFrom ?? Number.NEGATIVE_INFINITY) <= time && time < (body.validTo ?? Number.POSITIVE_INFINITY)
}

/** Holds back claims that do not hold now: a fact planned for later replaces nothing yet, one that has ended no more. */
export function outsideNow(now: number): (version: Version) => HoldReason | undefined {
  return ({ record }) =>
    record.ok && record.body.type === 'fact' && !holdsAt(record.body, now) ? 'not-valid' : undefined
}

/**
 * Holds back what did not hold at a time, as known today: what gives no `validFrom` holds since it was written, and a
 * retraction too counts from then on.
 */
export function outsideAt(time: number): (version: Version) => HoldReason | undefined {
  return ({ record, time: written }) => {
    if (!record.ok) return written.ms > time ? 'not-valid' : undefined
    return holdsAt({ ...record.body, validFrom: record.body.validFrom ?? written.ms }, time) ? undefined : 'not-valid'
  }
}
