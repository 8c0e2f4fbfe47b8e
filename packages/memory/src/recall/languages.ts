import { english, type Language } from './language'
import { RecallError } from './recall-error'

type Parts = Promise<[{ stemmer: (word: string) => string }, { stopwords: readonly string[] }]>

// Written out, so that bundlers make a file of each and nobody downloads a language that is not wanted.
const loaders = {
  arabic: (): Parts => Promise.all([import('@orama/stemmers/arabic'), import('@orama/stopwords/arabic')]),
  armenian: (): Parts => Promise.all([import('@orama/stemmers/armenian'), import('@orama/stopwords/armenian')]),
  bulgarian: (): Parts => Promise.all([import('@orama/stemmers/bulgarian'), import('@orama/stopwords/bulgarian')]),
  danish: (): Parts => Promise.all([import('@orama/stemmers/danish'), import('@orama/stopwords/danish')]),
  dutch: (): Parts => Promise.all([import('@orama/stemmers/dutch'), import('@orama/stopwords/dutch')]),
  finnish: (): Parts => Promise.all([import('@orama/stemmers/finnish'), import('@orama/stopwords/finnish')]),
  french: (): Parts => Promise.all([import('@orama/stemmers/french'), import('@orama/stopwords/french')]),
  german: (): Parts => Promise.all([import('@orama/stemmers/german'), import('@orama/stopwords/german')]),
  greek: (): Parts => Promise.all([import('@orama/stemmers/greek'), import('@orama/stopwords/greek')]),
  hungarian: (): Parts => Promise.all([import('@orama/stemmers/hungarian'), import('@orama/stopwords/hungarian')]),
  indian: (): Parts => Promise.all([import('@orama/stemmers/indian'), import('@orama/stopwords/indian')]),
  indonesian: (): Parts => Promise.all([import('@orama/stemmers/indonesian'), import('@orama/stopwords/indonesian')]),
  irish: (): Parts => Promise.all([import('@orama/stemmers/irish'), import('@orama/stopwords/irish')]),
  italian: (): Parts => Promise.all([import('@orama/stemmers/italian'), import('@orama/stopwords/italian')]),
  lithuanian: (): Parts => Promise.all([import('@orama/stemmers/lithuanian'), import('@orama/stopwords/lithuanian')]),
  nepali: (): Parts => Promise.all([import('@orama/stemmers/nepali'), import('@orama/stopwords/nepali')]),
  norwegian: (): Parts => Promise.all([import('@orama/stemmers/norwegian'), import('@orama/stopwords/norwegian')]),
  portuguese: (): Parts => Promise.all([import('@orama/stemmers/portuguese'), import('@orama/stopwords/portuguese')]),
  romanian: (): Parts => Promise.all([import('@orama/stemmers/romanian'), import('@orama/stopwords/romanian')]),
  russian: (): Parts => Promise.all([import('@orama/stemmers/russian'), import('@orama/stopwords/russian')]),
  sanskrit: (): Parts => Promise.all([import('@orama/stemmers/sanskrit'), import('@orama/stopwords/sanskrit')]),
  serbian: (): Parts => Promise.all([import('@orama/stemmers/serbian'), import('@orama/stopwords/serbian')]),
  spanish: (): Parts => Promise.all([import('@orama/stemmers/spanish'), import('@orama/stopwords/spanish')]),
  swedish: (): Parts => Promise.all([import('@orama/stemmers/swedish'), import('@orama/stopwords/swedish')]),
  tamil: (): Parts => Promise.all([import('@orama/stemmers/tamil'), import('@orama/stopwords/tamil')]),
  turkish: (): Parts => Promise.all([import('@orama/stemmers/turkish'), import('@orama/stopwords/turkish')]),
  ukrainian: (): Parts => Promise.all([import('@orama/stemmers/ukrainian'), import('@orama/stopwords/ukrainian')]),
}

export type LanguageName = keyof typeof loaders | 'english'

export const languageNames = ['english', ...Object.keys(loaders)] as LanguageName[]

const latin = /^\p{Script=Latin}+$/u
const otherScript = /^[^\p{Script=Latin}\p{N}]+$/u
const otherScripts = new Set<LanguageName>(
  'arabic armenian bulgarian greek indian nepali russian sanskrit serbian tamil ukrainian'.split(' ') as LanguageName[],
)

/**
 * The stemmer and the stop words of a language.
 *
 * @throws RecallError `language-unknown`
 */
export async function loadLanguage(name: LanguageName): Promise<Language> {
  if (name === 'english') return english
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  if (load === undefined) {
    throw new RecallError('language-unknown', `there is no language "${name}"`, {
      hint: `one of ${languageNames.join(', ')}; words of every other language are found as they are written`,
    })
  }
  const [{ stemmer }, { stopwords }] = await load()
  const isWord = otherScripts.has(name) ? otherScript : latin
  return { name, stopWords: new Set(stopwords), isWord, stem: stemmer }
}

const byCode = new Map<string, LanguageName>(
  Object.entries({
    ar: 'arabic',
    hy: 'armenian',
    bg: 'bulgarian',
    da: 'danish',
    nl: 'dutch',
    en: 'english',
    fi: 'finnish',
    fr: 'french',
    de: 'german',
    el: 'greek',
    hu: 'hungarian',
    hi: 'indian',
    id: 'indonesian',
    ga: 'irish',
    it: 'italian',
    lt: 'lithuanian',
    ne: 'nepali',
    nb: 'norwegian',
    nn: 'norwegian',
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sa: 'sanskrit',
    sr: 'serbian',
    es: 'spanish',
    sv: 'swedish',
    ta: 'tamil',
    tr: 'turkish',
    uk: 'ukrainian',
  }),
)

/** The language of a BCP 47 locale such as "de-AT", English where it has none here. */
export function languageOf(locale: string | undefined): LanguageName {
  return byCode.get(locale?.split('-')[0]?.toLowerCase() ?? '') ?? 'english'
}
