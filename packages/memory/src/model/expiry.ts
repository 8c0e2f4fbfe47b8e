import type { RecordBody } from './record-body'

/** Whether a record is to be forgotten by now, milliseconds since 1970. It goes at the very instant it names, unless it is pinned. */
export function isExpired(body: RecordBody, now: number): boolean {
  return body.expires !== undefined && !body.pinned && body.expires <= now
}
