import { type Chance, chanceOf } from '../../search/chance'
import type { Conversation } from '../locomo'
import { askForBoth, askInKeywords, askTwoAtOnce, askWithoutNames } from './asked'
import { askAboutMatters } from './asked-about'
import { addToolResults, fill } from './beside'
import { cut } from './cut'
import { eachText } from './each-text'
import { crosstalk, interleave } from './order'
import { toSlang, typo } from './slang'
import { leaveOut } from './terse'

/** Turns another style: what is said stays, how it is written changes. */
type Perturbation = (conversation: Conversation, chance: Chance) => Conversation

/** By name, with what each does. */
export const perturbations = {
  /** Every turn comes as two or three messages. */
  split: (conversation, chance) => cut(conversation, () => chance.between(2, 3)),
  /** Every turn comes as one to four messages. */
  burst: (conversation, chance) => cut(conversation, () => chance.between(1, 4)),
  /** Every sentence is a message of its own. */
  sentences: conversation => cut(conversation, 'sentences'),
  /** One word in twenty of four letters or more is mistyped. */
  typos: (conversation, chance) =>
    eachText(conversation, text =>
      text.replace(/[A-Za-z]{4,}/g, word => (chance.next() < 0.05 ? typo(word, chance) : word)),
    ),
  lowercase: conversation => ({
    ...eachText(conversation, text => text.toLowerCase()),
    questions: conversation.questions.map(question => ({ ...question, text: question.text.toLowerCase() })),
  }),
  /** As thumbs write: abbreviations, no apostrophes, half of the sentences without their mark, drawn-out words, "lol". */
  slang: (conversation, chance) => eachText(conversation, text => toSlang(text, chance)),
  filler: fill,
  unpunctuated: conversation => eachText(conversation, text => text.replace(/[.,!?;:"()]/g, ' ')),
  /** Authors are called by names that no question knows. */
  nameless: conversation => {
    const names = [...new Set(conversation.turns.map(turn => turn.speaker))]
    const turns = conversation.turns.map(turn => ({ ...turn, speaker: `account-${names.indexOf(turn.speaker)}` }))
    return { ...conversation, turns }
  },
  /** Nobody knows who said what. */
  merged: conversation => ({
    ...conversation,
    turns: conversation.turns.map(turn => ({ ...turn, speaker: 'everyone' })),
  }),
  /** Every turn is of the same day. */
  undated: conversation => ({
    ...conversation,
    turns: conversation.turns.map((turn, at) => ({ ...turn, time: 1_600_000_000_000 + at * 1_000 })),
  }),
  interleave,
  crosstalk,
  /** In any order of words, as other languages have others; the words themselves stay. */
  shuffled: (conversation, chance) => eachText(conversation, text => shuffle(text.split(' '), chance).join(' ')),
  tools: addToolResults,
  both: askForBoth,
  unnamed: askWithoutNames,
  keywords: askInKeywords,
  pairs: askTwoAtOnce,
  matters: askAboutMatters,
  terse: leaveOut,
} as const satisfies Record<string, Perturbation>

export type PerturbationName = keyof typeof perturbations

export function isPerturbation(name: string): name is PerturbationName {
  return Object.hasOwn(perturbations, name)
}

/** As people chat: bursts of short messages, in lower case, without punctuation, with typos. */
export const chat: readonly PerturbationName[] = ['burst', 'lowercase', 'unpunctuated', 'typos']
/** The same with slang and filler, by names that questions know, who take turns in several sessions at once. */
export const messy: readonly PerturbationName[] = ['burst', 'filler', 'slang', 'typos', 'interleave']

/** One after the other, the same in every run. */
export function perturb(conversations: readonly Conversation[], names: readonly PerturbationName[]): Conversation[] {
  return conversations.map((conversation, at) => {
    const chance = chanceOf(at + 1)
    return names.reduce((changed, name) => perturbations[name](changed, chance), conversation)
  })
}

function shuffle(words: readonly string[], chance: Chance): string[] {
  const keyed = words.map((word): [number, string] => [chance.next(), word])
  return keyed.sort(([one], [other]) => one - other).map(([, word]) => word)
}
