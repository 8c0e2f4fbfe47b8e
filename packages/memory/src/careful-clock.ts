import { CommonplaceError } from './errors'
import { isTime } from './input/input'

/**
 * A clock that stands still where a function of the caller's throws, or gives no time that a Date can hold: what is written carries the
 * last time that it gave, since one such time would be ahead of all that come after it. It was asked once before, and gave one.
 *
 * @param onFault told of that, once for each time that it begins
 */
export function carefulClock(clock: () => number, onFault: (error: unknown) => void): () => number {
  let last = clock()
  let isFaulty = false
  const fault = (error: unknown) => {
    if (!isFaulty) onFault(error)
    isFaulty = true
    return last
  }
  return () => {
    try {
      const now: unknown = clock()
      if (now instanceof Promise) now.catch(fault)
      if (typeof now !== 'number' || !isTime(now)) {
        return fault(
          new CommonplaceError('invalid-input', `the clock gave ${String(now)}, so its last time, ${last}, counts on`, {
            hint: 'a clock returns, at once, milliseconds since 1970',
          }),
        )
      }
      isFaulty = false
      last = now
      return now
    } catch (error) {
      return fault(error)
    }
  }
}
