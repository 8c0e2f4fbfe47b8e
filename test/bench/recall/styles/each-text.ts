import type { Conversation } from '../locomo'

/** The same conversation with every message written anew. */
export function eachText(conversation: Conversation, change: (text: string) => string): Conversation {
  return { ...conversation, turns: conversation.turns.map(turn => ({ ...turn, text: change(turn.text) })) }
}
