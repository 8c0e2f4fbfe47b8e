import { createTokenizer } from '../../../packages/memory/src/recall/tokenizer'
import { type Chance, chanceOf } from '../search/chance'
import type { Conversation, Turn } from './locomo'

const { tokenize } = createTokenizer()

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
  /** As thumbs write: abbreviations, no apostrophes, half of the sentences without their mark, drawn-out words, "lol". */
  slang: (conversation, chance) => eachText(conversation, text => toSlang(text, chance)),
  /** One message in six is followed by one that says nothing. */
  filler: (conversation, chance) => fill(conversation, chance),
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
/** The same with slang and filler, by names that questions know, who take turns in several sessions at once. */
export const messy: readonly PerturbationName[] = ['burst', 'filler', 'slang', 'typos', 'interleave']

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
  const texts = new Map(turns.map(turn => [turn.id, turn.text]))
  const questions = conversation.questions.map(question => {
    const answer = contentWords(question.answer)
    const said = (id: string) => {
      const words = contentWords(texts.get(id)!)
      return [...words].filter(word => answer.has(word)).length + words.size / 1_000
    }
    const answeringFirst = (group: readonly string[]) =>
      group.flatMap(id => ids.get(id)!).sort((one, other) => said(other) - said(one))
    return { ...question, evidence: question.evidence.map(answeringFirst) }
  })
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

function contentWords(text: string): Set<string> {
  return new Set(tokenize(text))
}

const fillers = ['lol', 'haha', 'omg', 'yeah', 'ok', 'fr', 'hahaha true', 'aww', 'nice', 'ikr', 'same', 'wait', 'hmm']

function fill(conversation: Conversation, chance: Chance): Conversation {
  const speakers = [...new Set(conversation.turns.map(turn => turn.speaker))]
  const turns = conversation.turns.flatMap(turn => {
    if (chance.next() > 1 / 6) return [turn]
    const filler = { id: `${turn.id}/f`, speaker: chance.pick(speakers), text: chance.pick(fillers) }
    return [turn, { ...turn, ...filler, time: turn.time + 1_000 }]
  })
  return { ...conversation, turns }
}

/** As chats write them, longest first, so that "right now" goes before "right". */
const spellings = new Map(
  Object.entries({
    'right now': 'rn',
    'going to': 'gonna',
    'want to': 'wanna',
    'got to': 'gotta',
    'kind of': 'kinda',
    'let me': 'lemme',
    "don't know": 'idk',
    'oh my god': 'omg',
    'by the way': 'btw',
    'to be honest': 'tbh',
    'at the moment': 'atm',
    because: 'cuz',
    birthday: 'bday',
    pictures: 'pics',
    picture: 'pic',
    photos: 'pics',
    photo: 'pic',
    favorite: 'fav',
    tomorrow: 'tmrw',
    tonight: 'tn',
    yesterday: 'yday',
    weekend: 'wknd',
    vacation: 'vacay',
    university: 'uni',
    definitely: 'def',
    probably: 'prob',
    people: 'ppl',
    please: 'pls',
    thanks: 'thx',
    though: 'tho',
    through: 'thru',
    about: 'abt',
    really: 'rly',
    minutes: 'mins',
    hours: 'hrs',
    boyfriend: 'bf',
    girlfriend: 'gf',
    brother: 'bro',
    sister: 'sis',
    professor: 'prof',
    chocolate: 'choco',
    restaurant: 'resto',
    delicious: 'yum',
    beautiful: 'gorg',
    appointment: 'appt',
    apartment: 'apt',
    football: 'footy',
    refrigerator: 'fridge',
    information: 'info',
    you: 'u',
    your: 'ur',
    "you're": 'ur',
    are: 'r',
    with: 'w',
    are_: 'r',
    monday: 'mon',
    tuesday: 'tues',
    wednesday: 'wed',
    thursday: 'thurs',
    friday: 'fri',
    saturday: 'sat',
    january: 'jan',
    february: 'feb',
    august: 'aug',
    september: 'sept',
    october: 'oct',
    november: 'nov',
    december: 'dec',
  }),
)
const spelled = new RegExp(`\\b(${[...spellings.keys()].sort((a, b) => b.length - a.length).join('|')})\\b`, 'gi')

function toSlang(text: string, chance: Chance): string {
  const short = text.replace(spelled, word => (chance.next() < 0.6 ? spellings.get(word.toLowerCase())! : word))
  const bare = short.replace(/['’]/g, '').replace(/[.!?,]/g, mark => (chance.next() < 0.5 ? '' : mark))
  const drawn = bare.replace(/\b(so|no|yes|hey|love|nice|cool|great|good|very)\b/gi, word =>
    chance.next() < 0.15 ? word + word.at(-1)!.repeat(chance.between(2, 4)) : word,
  )
  const cased = chance.next() < 0.7 ? drawn.toLowerCase() : drawn
  return chance.next() < 0.15 ? `${cased} ${chance.pick(['lol', 'haha', '😂', 'tbh', 'fr'])}` : cased
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
