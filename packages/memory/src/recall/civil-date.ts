/** Milliseconds of a day in UTC, where no day is longer. */
const dayMs = 86_400_000

/** The day of an instant: whole days since 1970-01-01 UTC. */
export function dayOf(ms: number): number {
  return Math.floor(ms / dayMs)
}

/**
 * The day number of a date in the proleptic Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 *
 * @param month 1 to 12; other values reach into the years beside
 * @param day 1 to 31; other values reach into the months beside
 */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1
  const marchMonth = (((months - 2) % 12) + 12) % 12
  const marchYear = Math.floor((months - 2) / 12)
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year and month (1 to 12) of a day number. */
export function yearAndMonth(day: number): { year: number; month: number } {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month }
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}
