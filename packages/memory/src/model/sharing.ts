import type { Scope } from './record-body'
import { scopeOrder } from './record-tuple'

/** So many are remembered: who writes by turns, and what a few runs are about. */
const most = 8

/**
 * What thousands of records say alike is kept once, if one of the last few said it: what stays in memory while records are read is what
 * each of the engine's collections has to copy.
 *
 * @returns gives what is alike in its names, frozen
 */
export function sharing<T extends Scope>(): (made: T) => T {
  const last: T[] = []
  return made => {
    const known = last.find(each => scopeOrder.every(name => each[name] === made[name]))
    if (known) return known
    last.unshift(Object.freeze(made))
    last.splice(most)
    return made
  }
}
