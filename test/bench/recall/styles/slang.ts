import type { Chance } from '../../search/chance'

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

/** As thumbs write: abbreviations, no apostrophes, half of the marks, drawn-out words. */
export function toSlang(text: string, chance: Chance): string {
  const short = text.replace(spelled, word => (chance.next() < 0.6 ? spellings.get(word.toLowerCase())! : word))
  const bare = short.replace(/['’]/g, '').replace(/[.!?,]/g, mark => (chance.next() < 0.5 ? '' : mark))
  const drawn = bare.replace(/\b(so|no|yes|hey|love|nice|cool|great|good|very)\b/gi, word =>
    chance.next() < 0.15 ? word + word.at(-1)!.repeat(chance.between(2, 4)) : word,
  )
  const cased = chance.next() < 0.7 ? drawn.toLowerCase() : drawn
  return chance.next() < 0.15 ? `${cased} ${chance.pick(['lol', 'haha', '😂', 'tbh', 'fr'])}` : cased
}

/** A letter after the first left out, added, changed, or two swapped. */
export function typo(word: string, chance: Chance): string {
  const at = chance.between(1, word.length - 1)
  const letter = String.fromCharCode(chance.between(97, 122))
  const kind = chance.between(0, 3)
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
  if (kind === 1) return word.slice(0, at) + letter + word.slice(at)
  if (kind === 2 || at + 1 === word.length) return word.slice(0, at) + letter + word.slice(at + 1)
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
}
