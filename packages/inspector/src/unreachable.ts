import type { InspectedStatus } from './memory-face'

/** Since when the relay has not answered, and how often it was tried; nothing while it answers or is not wanted. */
export interface Unreachable {
  readonly since: Date
  readonly attempts: number
}

/** What a change of the connection makes of it: only an answer, or a person, ends it. */
export function nextUnreachable(
  before: Unreachable | null,
  connection: InspectedStatus['connection'],
  now: () => Date,
): Unreachable | null {
  switch (connection) {
    case 'waiting':
      return { since: before?.since ?? now(), attempts: (before?.attempts ?? 0) + 1 }
    case 'connecting':
    case 'greeting':
      return before
    default:
      return null
  }
}
