import { ModelError } from './model-error'

/** A point in time as it is handed out. */
export type Instant = Date

const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/
const duration = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d|w)$/
const units = new Map(Object.entries({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }))
const furthest = 8.64e15

/**
 * Milliseconds since 1970 (UTC) of a Date, an ISO 8601 string or such a number.
 * A date alone means midnight UTC; a time needs `Z` or an offset, so that it means the same everywhere.
 *
 * @throws ModelError `invalid-field`
 */
export function toMs(time: Date | string | number): number {
  const ms = typeof time === 'number' ? time : typeof time === 'string' ? parseIso(time) : new Date(time).getTime()
  if (!Number.isFinite(ms) || Math.abs(ms) > furthest) {
    throw new ModelError('invalid-field', `${JSON.stringify(time)} is not a time`, {
      hint: 'give a Date, milliseconds, or ISO 8601 like "2026-11-20T09:30:00Z"',
    })
  }
  return Math.trunc(ms)
}

/** The Date of these milliseconds since 1970. */
export function toDate(ms: number): Date {
  return new Date(toMs(ms))
}

/** These milliseconds since 1970 as ISO 8601 in UTC. */
export function toIso(ms: number): string {
  return toDate(ms).toISOString()
}

/**
 * A duration in milliseconds, from milliseconds or from text such as `'90s'`, `'10m'`, `'1.5h'`, `'30d'`, `'2w'`.
 *
 * @throws ModelError `invalid-field`
 */
export function parseDuration(text: string | number): number {
  const parts = typeof text === 'string' ? duration.exec(text) : null
  const ms = typeof text === 'number' ? text : parts === null ? Number.NaN : Number(parts[1]) * units.get(parts[2]!)!
  if (!Number.isFinite(ms) || ms < 0 || ms > furthest) {
    throw new ModelError('invalid-field', `${JSON.stringify(text)} is not a duration`, {
      hint: 'give milliseconds, or a text like "10m" (ms, s, m, h, d, w)',
    })
  }
  return Math.round(ms)
}

function parseIso(text: string): number {
  const day = text.slice(0, 10)
  // Some engines take a 30 February for a day in March.
  return iso.test(text) && new Date(day).toJSON()?.startsWith(day) ? Date.parse(text) : Number.NaN
}
