import { dayNumber, weekdayOf, yearAndMonth } from './civil-date'

/** Days named by a text, as day numbers since 1970 UTC, both ends included. */
export interface DateInterval {
  readonly from: number
  readonly to: number
  /** A bare year says little about when. */
  readonly coarse: boolean
}

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const weekdayNames = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const numberNames = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
  }),
)
const seasonStarts = new Map(Object.entries({ spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 }))

const M = `(${monthNames.join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`
const W = `(${weekdayNames.join('|')})`
const S = '(spring|summer|autumn|fall|winter)'
const N = `(\\d{1,3}|${[...numberNames.keys()].join('|')})`
const ordinal = '(?:st|nd|rd|th)?'
const year = '((?:19|20)\\d\\d)'

interface Wording {
  readonly pattern: RegExp
  /** @param today undefined when nobody said when the text was written; undefined or NaN ends mean: no date after all */
  read(match: readonly string[], today: number | undefined): DateInterval | undefined
}

/** Most specific first: what a wording has read is not read again. */
const wordings: readonly Wording[] = [
  wording(`${year}-(\\d\\d)-(\\d\\d)`, ([, y, m, d]) => single(dayNumber(Number(y), Number(m), Number(d)))),
  wording(`(\\d{1,2})${ordinal}(?: of)? ${M}(?:,? ${year})?`, ([, d, m, y], today) => monthDay(y, m, d, today)),
  wording(`${M} (\\d{1,2})${ordinal}(?!\\d)(?:,? ${year})?`, ([, m, d, y], today) => monthDay(y, m, d, today)),
  wording(`${M},? ${year}`, ([, m, y]) => monthsFrom(Number(y), monthOf(m), 1)),
  wording(`${S}(?: of)?,? ${year}`, ([, s, y]) => monthsFrom(Number(y), seasonStarts.get(s!)!, 3)),
  wording(`(?:in|of|during|since|by|from|until|year) ${year}`, ([, y]) => ({
    ...monthsFrom(Number(y), 1, 12),
    coarse: true,
  })),
  relative(`(?:in|of|during|since|by|last|this|until|early|late) ${M}`, ([, m], today) =>
    recentMonth(monthOf(m), today),
  ),
  relative('(?:yesterday|last night)', (_, today) => single(today - 1)),
  relative('(?:today|tonight|this morning|this afternoon|this evening)', (_, today) => single(today)),
  relative('tomorrow', (_, today) => single(today + 1)),
  relative(`${N} days? ago`, ([, n], today) => single(today - count(n))),
  relative(`${N} weeks? ago`, ([, n], today) => around(today - 7 * count(n), 3)),
  relative(`${N} months? ago`, ([, n], today) => around(today - 30 * count(n), 10)),
  relative(`${N} years? ago`, ([, n], today) => yearFromNow(-count(n), today)),
  relative('(last|this|next) week', ([, which], today) => {
    const monday = today - ((weekdayOf(today) + 6) % 7) + 7 * step(which)
    return { from: monday, to: monday + 6, coarse: false }
  }),
  relative('(last|this|next) weekend', ([, which], today) => {
    const saturday = today + 6 - ((weekdayOf(today) + 6) % 7) - 1 + 7 * step(which)
    return { from: saturday, to: saturday + 1, coarse: false }
  }),
  relative('(last|this|next) month', ([, which], today) => {
    const now = yearAndMonth(today)
    return monthsFrom(now.year, now.month + step(which), 1)
  }),
  relative('(last|this|next) year', ([, which], today) => yearFromNow(step(which), today)),
  relative(`(?:last |on )${W}`, ([, name], today) =>
    single(today - (((weekdayOf(today) - weekdayNames.indexOf(name!) + 6) % 7) + 1)),
  ),
]

/**
 * The dates a text names: days, months, seasons and years; with `today` also relative ones ("last week") and dates
 * without a year. English only.
 *
 * @param today day number since 1970 UTC of when the text was written
 */
export function dateIntervals(text: string, today?: number): DateInterval[] {
  const intervals: DateInterval[] = []
  let rest = text.toLowerCase()
  for (const { pattern, read } of wordings) {
    rest = rest.replace(pattern, (...match) => {
      const interval = read(match.slice(0, -2) as string[], today)
      if (interval === undefined) return match[0] as string
      intervals.push(interval)
      return '#'
    })
  }
  return intervals
}

function wording(source: string, read: Wording['read']): Wording {
  return { pattern: new RegExp(`\\b${source}\\b`, 'g'), read }
}

function relative(source: string, read: (match: readonly string[], today: number) => DateInterval): Wording {
  return wording(source, (match, today) => (today === undefined ? undefined : read(match, today)))
}

function single(day: number): DateInterval {
  return { from: day, to: day, coarse: false }
}

function around(day: number, spread: number): DateInterval {
  return { from: day - spread, to: day + spread, coarse: false }
}

function monthsFrom(year: number, month: number, months: number): DateInterval {
  return { from: dayNumber(year, month, 1), to: dayNumber(year, month + months, 1) - 1, coarse: false }
}

function yearFromNow(years: number, today: number): DateInterval {
  return { ...monthsFrom(yearAndMonth(today).year + years, 1, 12), coarse: true }
}

/** A month without a year is the last one of its name, or the coming one if it is next. */
function recentMonth(month: number, today: number): DateInterval {
  const now = yearAndMonth(today)
  return monthsFrom(month > now.month + 1 ? now.year - 1 : now.year, month, 1)
}

function monthDay(year = '', month = '', day = '', today?: number): DateInterval | undefined {
  if (Number(day) < 1 || Number(day) > 31) return undefined
  if (year !== '') return single(dayNumber(Number(year), monthOf(month), Number(day)))
  if (today === undefined) return undefined
  const from = recentMonth(monthOf(month), today).from
  return single(from + Number(day) - 1)
}

function monthOf(name = ''): number {
  return monthNames.findIndex(each => each.startsWith(name.slice(0, 3))) + 1
}

function count(text = ''): number {
  return numberNames.get(text) ?? Number(text)
}

function step(which: string | undefined): number {
  return which === 'last' ? -1 : which === 'next' ? 1 : 0
}
