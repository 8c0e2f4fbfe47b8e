import { refused } from './refused'

/** @returns the day as it was given, `YYYY-MM-DD` @throws CommonplaceError `invalid-input` for what is no day */
export function expirationDay(value: unknown): string {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const parsed = isDay ? new Date(`${value}T00:00:00Z`) : undefined
  // February 30th would roll over into March.
  if (parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value as string))
    return value as string
  throw refused('expirationDate must be a valid date in YYYY-MM-DD format.')
}

/** Whether its last day, by UTC, is over; a date that is none never is. */
export function isExpired({ expiration_date: day }: Readonly<Record<string, unknown>>, now = new Date()): boolean {
  const isDay = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)
  return isDay && day < now.toISOString().slice(0, 10)
}
