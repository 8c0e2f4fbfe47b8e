import type { Chance } from '../search/chance'

/** What makes a store noisy, in equal parts. */
export const junkKinds = ['copy', 'near-copy', 'chatter', 'recalled'] as const
export type JunkKind = (typeof junkKinds)[number]

const openers = ['Ok', 'Great', 'Sure', 'Thanks', 'Noted', 'Perfect', 'Got it', 'Alright', 'Sounds good', 'Nice']
const middles = [
  'will do',
  'let me check',
  'talk to you later',
  'one moment please',
  'I am on it',
  'no problem',
  'more soon',
]
const closers = ['for now', 'then', 'as always', 'today', 'again', 'my friend', 'if that is fine']

/** A remark that says nothing about anything. */
export function chatter(chance: Chance): string {
  return `${chance.pick(openers)}, ${chance.pick(middles)} ${chance.pick(closers)}!`
}

/** A text with a word or two left out, doubled or changed, as models do who tell it again. */
export function nearCopy(text: string, chance: Chance): string {
  const words = text.split(' ')
  for (let changes = chance.between(1, 2); changes > 0; changes--) {
    const at = chance.between(0, words.length - 1)
    const dice = chance.next()
    if (dice < 0.4) words[at] = chance.pick(['really', 'actually', 'basically', 'also', 'just'])
    else if (dice < 0.7) words.splice(at, 0, chance.pick(['really', 'actually', 'well', 'so']))
    else if (words.length > 3) words.splice(at, 1)
  }
  return words.join(' ')
}

/** A text that was recalled, as an agent writes it down that does not know that it has it from there. */
export function recalledText(text: string, chance: Chance): string {
  return chance.pick([text, text, `I remember: ${text}`, `From memory: ${text}`])
}
