import { english, type Language } from './language'
import type { languageFiles } from './language-files'
import { RecallError } from './recall-error'

export type LanguageName = keyof typeof languageFiles | 'english'

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

export const languageNames: readonly LanguageName[] = [...new Set(byCode.values())]

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
  checkLanguage(name)
  const { languageFiles } = await import('./language-files')
  const [{ stemmer }, { stopwords }] = await languageFiles[name]()
  const isWord = otherScripts.has(name) ? otherScript : latin
  return { name, stopWords: new Set(stopwords), isWord, stem: stemmer }
}

/** @throws RecallError `language-unknown` */
export function checkLanguage(name: LanguageName): LanguageName {
  if (languageNames.includes(name)) return name
  throw new RecallError('language-unknown', `there is no language "${name}"`, {
    hint: `one of ${languageNames.join(', ')}; words of every other language are found as they are written`,
  })
}

/** The language of a BCP 47 locale such as "de-AT", English where it has none here. */
export function languageOf(locale: string | undefined): LanguageName {
  return byCode.get(locale?.split('-')[0]?.toLowerCase() ?? '') ?? 'english'
}
