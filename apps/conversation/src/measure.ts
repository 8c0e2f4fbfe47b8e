import type { Arrival, Replica, Written } from './agent/agent-verbs'
import type { Turn } from './conversation'

/** From the call of `add` in one process to the change event in another, ms, for every record that arrived there. */
export function propagationOf(written: readonly Written[], arrivals: readonly Arrival[]): number[] {
  const arrivedAt = new Map(arrivals.map(({ id, at }) => [id, at]))
  return written.flatMap(({ id, at }) => {
    const arrived = arrivedAt.get(id)
    return arrived === undefined ? [] : [arrived - at]
  })
}

/** Ids of written records that some replica does not hold, or holds with other content than was said. */
export function lostRecords(
  written: readonly Written[],
  turns: readonly Turn[],
  replicas: readonly Replica[],
): string[] {
  const said = new Map(turns.map(({ id, content }) => [id, content]))
  const held = replicas.map(({ records }) => new Map(Object.entries(records)))
  return written.filter(({ id, turn }) => held.some(records => records.get(id) !== said.get(turn))).map(({ id }) => id)
}

/** Ids that some replica holds although nobody wrote them: a write that came twice, or was made up. */
export function unexpectedRecords(written: readonly Written[], replicas: readonly Replica[]): string[] {
  const expected = new Set(written.map(({ id }) => id))
  return [...new Set(replicas.flatMap(({ records }) => Object.keys(records)))].filter(id => !expected.has(id))
}
