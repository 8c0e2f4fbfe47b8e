import { type Chance, chanceOf } from '../search/chance'
import type { Conversation, Turn } from './locomo'

/** Turns another style: what is said stays, how it is written changes. */
type Perturbation = (conversation: Conversation, chance: Chance) => Conversation

/** By name, with what each does. */
export const perturbations = {
  /** Every turn comes as two or three messages. */
  split: (conversation, chance) => cut(conversation, () => chance.between(2, 3)),
  /** Every turn comes as one to four messages. */
  burst: (conversation, chance) => cut(conversation, () => chance.between(1, 4)),
  /** One word in twenty of four letters or more is mistyped. */
  typos: (conversation, chance) =>
    eachText(conversation, text =>
      text.replace(/[A-Za-z]{4,}/g, word => (chance.next() < 0.05 ? typo(word, chance) : word)),
    ),
  lowercase: conversation => ({
    ...eachText(conversation, text => text.toLowerCase()),
    questions: conversation.questions.map(question => ({ ...question, text: question.text.toLowerCase() })),
  }),
  unpunctuated: conversation => eachText(conversation, text => text.replace(/[.,!?;:"()]/g, ' ')),
  /** Authors are called by names that no question knows. */
  nameless: conversation => {
    const names = [...new Set(conversation.turns.map(turn => turn.speaker))]
    const turns = conversation.turns.map(turn => ({ ...turn, speaker: `account-${names.indexOf(turn.speaker)}` }))
    return { ...conversation, turns }
  },
  /** Every turn is of the same day. */
  undated: conversation => ({
    ...conversation,
    turns: conversation.turns.map((turn, at) => ({ ...turn, time: 1_600_000_000_000 + at * 1_000 })),
  }),
  /** Two sessions at a time take turns, as runs of several agents do. */
  interleave: conversation => {
    const start = (session: number) =>
      conversation.turns.find(turn => turn.session === session - (1 - (session % 2)))!.time
    const place = new Map<number, number>()
    const turns = conversation.turns.map(turn => {
      const at = place.get(turn.session) ?? 0
      place.set(turn.session, at + 1)
      return { ...turn, time: start(turn.session) + at * 30_000 + (turn.session % 2) * 10_000 }
    })
    return { ...conversation, turns: turns.sort((one, other) => one.time - other.time) }
  },
} as const satisfies Record<string, Perturbation>

export type PerturbationName = keyof typeof perturbations

export function isPerturbation(name: string): name is PerturbationName {
  return Object.hasOwn(perturbations, name)
}

/** As people chat: bursts of short messages, in lower case, without punctuation, with typos. */
export const chat: readonly PerturbationName[] = ['burst', 'lowercase', 'unpunctuated', 'typos']

/** One after the other, the same in every run. */
export function perturb(conversations: readonly Conversation[], names: readonly PerturbationName[]): Conversation[] {
  return conversations.map((conversation, at) => {
    const chance = chanceOf(at + 1)
    return names.reduce((changed, name) => perturbations[name](changed, chance), conversation)
  })
}

function eachText(conversation: Conversation, change: (text: string) => string): Conversation {
  return { ...conversation, turns: conversation.turns.map(turn => ({ ...turn, text: change(turn.text) })) }
}

function cut(conversation: Conversation, parts: () => number): Conversation {
  const ids = new Map<string, string[]>()
  const turns = conversation.turns.flatMap(turn => {
    const pieces = piecesOf(turn, parts())
    ids.set(
      turn.id,
      pieces.map(piece => piece.id),
    )
    return pieces
  })
  const questions = conversation.questions.map(question => ({
    ...question,
    evidence: question.evidence.map(group => group.flatMap(id => ids.get(id)!)),
  }))
  return { ...conversation, turns, questions }
}

/** Pieces of about the same number of words, cut after a punctuation mark where one is near; fewer for very short turns. */
function piecesOf(turn: Turn, wanted: number): Turn[] {
  const words = turn.text.split(/\s+/).filter(word => word !== '')
  const count = Math.min(wanted, Math.floor(words.length / 2))
  if (count < 2) return [turn]
  const cuts = Array.from({ length: count - 1 }, (_, at) => bestCut(words, (words.length * (at + 1)) / count))
  const ends = [...new Set([...cuts.sort((one, other) => one - other), words.length])]
  return ends.map((end, at) => ({
    ...turn,
    id: `${turn.id}/${at}`,
    text: words.slice(ends[at - 1] ?? 0, end).join(' '),
    time: turn.time + at * 3_000,
  }))
}

function bestCut(words: readonly string[], ideal: number): number {
  const cost = (at: number) => Math.abs(at - ideal) / words.length - (/[.!?,]$/.test(words[at - 1]!) ? 0.15 : 0)
  let best = 1
  for (let at = 2; at < words.length; at++) if (cost(at) < cost(best)) best = at
  return best
}

/** A letter after the first left out, added, changed, or two swapped. */
function typo(word: string, chance: Chance): string {
  const at = chance.between(1, word.length - 1)
  const letter = String.fromCharCode(chance.between(97, 122))
  const kind = chance.between(0, 3)
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
  if (kind === 1) return word.slice(0, at) + letter + word.slice(at)
  if (kind === 2 || at + 1 === word.length) return word.slice(0, at) + letter + word.slice(at + 1)
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
}
