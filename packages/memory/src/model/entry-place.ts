import * as Y from 'yjs'

/** Entries an array: pushing into one long Y.Array is quadratic. */
export const entriesPerArray = 512

/**
 * The root array in which the entry of this dot stands: `w/<client in base 36>/<n>`.
 * Every clock of a writer is an entry or a hole, so the clock alone tells `n`.
 */
export function placeOf(client: number, clock: number): string {
  return `w/${client.toString(36)}/${Math.floor(clock / entriesPerArray)}`
}

/**
 * Whether this item's parent is the array in which entries of this dot belong.
 * An item taken from an update may not name its parent (only the first of a run does): it is believed.
 */
export function isInPlace(item: Y.Item, clock: number): boolean {
  if (item.parentSub !== null) return false
  const parent: unknown = item.parent
  if (parent === null) return true
  const place = placeOf(item.id.client, clock)
  if (typeof parent === 'string') return parent === place
  return parent instanceof Y.AbstractType && parent._item === null && parent.doc?.share.get(place) === parent
}
