const two = (value: number) => String(value).padStart(2, '0')
const three = (value: number) => String(value).padStart(3, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `14:03:27`, in the reader's time zone. */
export function clock(time: Date): string {
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** `14:03:27.904`, where milliseconds decide something. */
export function preciseClock(time: Date): string {
  return `${clock(time)}.${three(time.getMilliseconds())}`
}

/** `20 Nov 2026, 13:58:04.218`. */
export function dateAndClock(time: Date): string {
  return `${day(time)}, ${preciseClock(time)}`
}

/** `20 Nov 2026, 13:58`, where seconds decide nothing. */
export function dateAndMinute(time: Date): string {
  return `${day(time)}, ${clock(time).slice(0, 5)}`
}

/** With milliseconds: the clock time of today, else day and time. */
export function exactTime(time: Date, today: Date): string {
  return time.toDateString() === today.toDateString() ? preciseClock(time) : dateAndClock(time)
}

/** `20 Nov 2026`. */
export function day(time: Date): string {
  return `${time.getDate()} ${months[time.getMonth()]} ${time.getFullYear()}`
}

/** The clock time of today, else the day: as short as it can be without being wrong. */
export function shortTime(time: Date, today: Date): string {
  return time.toDateString() === today.toDateString() ? clock(time) : day(time)
}

/** `48 s`, `22 min`, `3 h`, `2 d`; under ten seconds one decimal. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 36 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`
  return `${Math.round(ms / 86_400_000)} d`
}
