import type { Admission } from './admit'
import { growDeletes, type RoomFacts } from './room-facts'

/** Adds what the guard took to the facts, so that the next update is judged against it. */
export function foldFacts(facts: RoomFacts, taken: Pick<Admission, 'next' | 'deletes'>): void {
  for (const [client, clock] of taken.next) facts.vector.set(client, clock)
  growDeletes(facts, taken.deletes)
}
