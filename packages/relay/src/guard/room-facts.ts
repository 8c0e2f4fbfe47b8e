import { addToDeletes, type DeleteSet, type StateVector } from '@commonplace/protocol'

/** All the guard needs to know of a room: what it holds and what of that is deleted. */
export interface RoomFacts {
  /** client → next clock, of everything queued so far in order */
  readonly vector: StateVector
  /** client → deleted clocks; in rooms of arbitrary types a lower bound, since Yjs deletes some items without naming them */
  readonly deletes: DeleteSet
}

/** The facts of a room that holds nothing. */
export const noFacts = (): RoomFacts => ({ vector: new Map(), deletes: new Map() })

/** Folds what the guard took into the facts, so that the next update is judged against it. */
export function foldFacts(facts: RoomFacts, taken: { next: StateVector; deletes: DeleteSet }): void {
  for (const [client, clock] of taken.next) facts.vector.set(client, clock)
  if (taken.deletes.size > 0) addToDeletes(facts.deletes, taken.deletes)
}
