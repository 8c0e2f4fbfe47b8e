import { toDate } from '../model'

/**
 * Properties that give times as Dates, those that are undefined left out. Whoever holds a Date can change it, frozen
 * object or not, so each reading gives a new one.
 *
 * @param times milliseconds since 1970, by the property's name
 */
export function instants(times: Readonly<Record<string, number | undefined>>): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(times).flatMap(([name, ms]) =>
      ms === undefined ? [] : [[name, { enumerable: true, get: () => toDate(ms) }] as const],
    ),
  )
}
