import type { Conversation } from '../locomo'

/** Two sessions at a time take turns, as runs of several agents do. */
export function interleave(conversation: Conversation): Conversation {
  const start = (session: number) => conversation.turns.find(turn => turn.session === firstOfPair(session))!.time
  const place = new Map<number, number>()
  const turns = conversation.turns.map(turn => {
    const at = place.get(turn.session) ?? 0
    place.set(turn.session, at + 1)
    return { ...turn, time: start(turn.session) + at * 30_000 + (turn.session % 2) * 10_000 }
  })
  return { ...conversation, turns: turns.sort((one, other) => one.time - other.time) }
}

/** The same as one session: every message stands between two of another matter. */
export function crosstalk(conversation: Conversation): Conversation {
  const mixed = interleave(conversation)
  return { ...mixed, turns: mixed.turns.map(turn => ({ ...turn, session: firstOfPair(turn.session) })) }
}

function firstOfPair(session: number): number {
  return session - (1 - (session % 2))
}
