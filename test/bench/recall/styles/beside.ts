import type { Chance } from '../../search/chance'
import type { Conversation, Turn } from '../locomo'

const fillers = ['lol', 'haha', 'omg', 'yeah', 'ok', 'fr', 'hahaha true', 'aww', 'nice', 'ikr', 'same', 'wait', 'hmm']

/** One message in six is followed by one that says nothing, by anybody. */
export function fill(conversation: Conversation, chance: Chance): Conversation {
  const speakers = [...new Set(conversation.turns.map(turn => turn.speaker))]
  const turns = conversation.turns.flatMap(turn => {
    if (chance.next() > 1 / 6) return [turn]
    const filler = { id: `${turn.id}/f`, speaker: chance.pick(speakers), text: chance.pick(fillers) }
    return [turn, { ...turn, ...filler, time: turn.time + 1_000 }]
  })
  return { ...conversation, turns }
}

/** One message in four is followed by what a tool printed: 40 to 160 words of the same conversation, as JSON or as lines of a log. */
export function addToolResults(conversation: Conversation, chance: Chance): Conversation {
  const words = conversation.turns.flatMap(({ text }) => text.match(/[A-Za-z]{3,}/g) ?? [])
  const some = () => Array.from({ length: chance.between(2, 6) }, () => chance.pick(words)).join(' ')
  const field = (at: number) => `"field_${at}": "${some()}"`
  const line = (at: number) => `[INFO] 12:${10 + at}:07 worker-${at} path=/srv/${chance.pick(words)} ${some()}`
  const result = () => {
    const lines = Array.from({ length: chance.between(10, 40) }, (_, at) => at)
    return chance.next() < 0.5 ? `{ ${lines.map(field).join(', ')} }` : lines.map(line).join('\n')
  }
  const turns = conversation.turns.flatMap((turn): Turn[] => {
    if (chance.next() > 1 / 4) return [turn]
    return [turn, { ...turn, id: `${turn.id}/t`, speaker: 'tool', text: result(), time: turn.time + 1_000 }]
  })
  return { ...conversation, turns }
}
