import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import type { Chance } from '../../search/chance'
import type { Conversation } from '../locomo'

const { tokenize } = createTokenizer()
/** How many messages back people still know what is talked about. */
const remembered = 8

/** As people do who know what they talk about: most words said shortly before are left out, and one in eight of the others but numbers. */
export function leaveOut(conversation: Conversation, chance: Chance): Conversation {
  let session = 0
  let said: string[][] = []
  const turns = conversation.turns.map(turn => {
    if (turn.session !== session) said = []
    session = turn.session
    const known = new Set(said.flat())
    const isLeftOut = (word: string) => {
      const tokens = tokenize(word) as string[]
      return (
        tokens.length > 0 && !/\d/.test(word) && chance.next() < (tokens.every(token => known.has(token)) ? 0.8 : 0.12)
      )
    }
    const text = turn.text
      .split(/\s+/)
      .filter(word => !isLeftOut(word))
      .join(' ')
    said = [...said, tokenize(turn.text) as string[]].slice(-remembered)
    return { ...turn, text: text === '' ? 'yeah' : text }
  })
  return { ...conversation, turns }
}
