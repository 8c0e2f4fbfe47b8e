const months = 'january february march april may june july august september october november december'.split(' ')
const pattern = /^(\d{1,2}):(\d{2}) ?(am|pm) on (\d{1,2}) ([a-z]+),? (\d{4})$/i

/**
 * Reads LoCoMo's way of writing a time, `1:56 pm on 8 May, 2023`, as milliseconds since 1970. The files name no time
 * zone: UTC, so that every replica and every machine agrees.
 *
 * @returns undefined when the text is no such time
 */
export function parseSessionTime(text: string): number | undefined {
  const [, hour, minute, half, day, monthName, year] = pattern.exec(text.trim()) ?? []
  const month = months.indexOf(monthName?.toLowerCase() ?? '')
  if (month < 0 || Number(hour) > 12 || Number(minute) > 59) return undefined
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0)
  const time = Date.UTC(Number(year), month, Number(day), hours, Number(minute))
  return new Date(time).getUTCDate() === Number(day) ? time : undefined
}
