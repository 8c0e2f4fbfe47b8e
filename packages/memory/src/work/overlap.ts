import { abortable } from '../abortable'
import type { Core } from '../core'
import type { Space, SpaceChange } from '../space/space'
import { resultOf } from './result'

const prefix = 'l/work/once/'

/**
 * Tells of every piece of work whose runs overlapped, and again when more of them join.
 *
 * @param seen how many runs were told of, by space and line
 */
export function tellOverlaps(core: Core, { space, keys }: SpaceChange, seen: Map<string, number>): void {
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue
    const result = resultOf(core, space, key)
    const count = result?.runs.length ?? 0
    const place = `${space.name}\u0000${key}`
    const before = seen.get(place) ?? 1
    if (count > 1) seen.set(place, count)
    else seen.delete(place)
    if (result && count > before) core.events.emit('overlapped', result)
  }
}

/**
 * Resolves when something of a line changed and is as wanted.
 *
 * @throws the signal's reason
 */
export function untilTold(
  core: Core,
  space: Space,
  line: string,
  isMeant: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  let stop = () => {}
  const told = new Promise<void>(resolve => {
    stop = core.ledger.onChange(change => {
      if (change.space === space && change.keys.has(line) && isMeant()) resolve()
    })
    if (isMeant()) resolve()
  })
  return abortable(told, signal).finally(stop)
}
