/**
 * A list with one more in it, in place where it has some already: the first push makes room for seventeen, and most lists of a
 * room never hold more than one.
 */
export function appended<T>(list: T[], more: T): T[] {
  if (list.length === 0) return [more]
  list.push(more)
  return list
}
