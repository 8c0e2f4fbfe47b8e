import { addToDeletes, type DeleteSet, type StateVector } from '@commonplace/protocol'

/** All the guard needs to know of a room: what it holds and what of that is deleted. */
export interface RoomFacts {
  /** client → next clock, of everything queued so far in order */
  readonly vector: StateVector
  /** client → deleted clocks; in rooms of arbitrary types a lower bound, since Yjs deletes some items without naming them */
  deletes: DeleteSet
}

/** Nothing is deleted in most rooms and by most updates: they share this one, which is never added to. */
export const noDeletes: DeleteSet = new Map()

/** The facts of a room that holds nothing. */
export const noFacts = (): RoomFacts => ({ vector: new Map(), deletes: noDeletes })

/** Adds deletes to those of a room. */
export function growDeletes(of: { deletes: DeleteSet }, more: DeleteSet): void {
  if (more.size === 0) return
  if (of.deletes === noDeletes) of.deletes = new Map()
  addToDeletes(of.deletes, more)
}
