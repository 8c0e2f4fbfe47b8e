import { compareTimestamps, type Json, type Timestamp } from '../model'

/** What one entry on a task's line says. Rounds count from 0; each reopening begins the next one. */
export type TaskSaid =
  | { readonly says: 'added'; readonly key: string; readonly details?: Json }
  | { readonly says: 'done'; readonly round: number; readonly token: number; readonly result?: Json }
  | { readonly says: 'accepted'; readonly round: number; readonly outcome: string }
  | { readonly says: 'reopened'; readonly round: number; readonly outcome: string; readonly reason: string }

/** An entry of a task's line: who said what, and when. */
export interface TaskEvent<Said extends TaskSaid = TaskSaid> {
  /** the entry's dot as text */
  readonly id: string
  readonly agent: string
  readonly time: Timestamp
  readonly said: Said
}

type Of<Says extends TaskSaid['says']> = TaskEvent<Extract<TaskSaid, { says: Says }>>

/** Where a task stands by what was said of it. Leases are not in it. */
export interface TaskState {
  readonly added: Of<'added'>
  readonly round: number
  /** What this round came to, the outcome that counts first. */
  readonly outcomes: readonly Of<'done'>[]
  /** Who accepted the outcome that counts. */
  readonly accepted: Of<'accepted'> | undefined
  /** The reopenings that ended the rounds before, one a round. */
  readonly reopened: readonly Of<'reopened'>[]
}

/**
 * Where a task stands: a function of what was said, whatever the order it came in. An outcome is accepted or reopened by
 * another agent than the one it is of; a reopening ends its round, accepted or not. Of several outcomes of a round the
 * accepted one counts, then that of the latest lease, then the earliest, then the lower id.
 *
 * @returns undefined when nobody added it
 */
export function decideTask(events: readonly TaskEvent[]): TaskState | undefined {
  const sorted = [...events].sort(earlierFirst)
  const [added] = of(sorted, 'added')
  if (!added) return undefined
  const reopened: Of<'reopened'>[] = []
  for (;;) {
    const round = reopened.length
    const outcomes = of(sorted, 'done').filter(each => each.said.round === round)
    const isByAnother = ({ agent, said }: Of<'accepted'> | Of<'reopened'>) =>
      said.round === round && outcomes.some(each => each.id === said.outcome && each.agent !== agent)
    const again = of(sorted, 'reopened').find(isByAnother)
    if (again) {
      reopened.push(again)
      continue
    }
    const acceptances = of(sorted, 'accepted').filter(isByAnother)
    const isAccepted = ({ id }: Of<'done'>) => acceptances.some(({ said }) => said.outcome === id)
    outcomes.sort((a, b) => Number(isAccepted(b)) - Number(isAccepted(a)) || b.said.token - a.said.token)
    return {
      added,
      round,
      outcomes,
      reopened,
      accepted: acceptances.find(({ said }) => said.outcome === outcomes[0]?.id),
    }
  }
}

function of<Says extends TaskSaid['says']>(events: readonly TaskEvent[], says: Says): Of<Says>[] {
  return events.filter((event): event is Of<Says> => event.said.says === says)
}

function earlierFirst(a: TaskEvent, b: TaskEvent): number {
  return compareTimestamps(a.time, b.time) || (a.id < b.id ? -1 : 1)
}
