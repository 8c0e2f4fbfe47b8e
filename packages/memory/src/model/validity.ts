import type { RecordBody } from './record-body'

/** Whether what a record says holds at this time, milliseconds since 1970: from `validFrom` on, before `validTo`. */
export function holdsAt(body: RecordBody, time: number): boolean {
  return (body.validFrom ?? Number.NEGATIVE_INFINITY) <= time && time < (body.validTo ?? Number.POSITIVE_INFINITY)
}
