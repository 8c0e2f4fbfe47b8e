import { english, type Language } from './language'
import type { languageFiles } from './language-files'
import { RecallError } from './recall-error'

type LanguageFiles = typeof languageFiles
export type LanguageName = keyof LanguageFiles | 'english'

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
 * @param files where they are, a bundler's file for each
 * @throws RecallError `language-unknown`, `language-unloaded`
 */
export async function loadLanguage(name: LanguageName, files = () => import('./language-files')): Promise<Language> {
  if (name === 'english') return english
  checkLanguage(name)
  const [{ stemmer }, { stopwords }] = await loadWords(name, files)
  const isWord = otherScripts.has(name) ? otherScript : latin
  return { name, stopWords: new Set(stopwords), isWord, stem: stemmer }
}

async function loadWords(
  name: Exclude<LanguageName, 'english'>,
  files: () => Promise<{ languageFiles: LanguageFiles }>,
) {
  try {
    const { languageFiles } = await files()
    return await languageFiles[name]()
  } catch (error) {
    throw new RecallError(
      'language-unloaded',
      `the stemmer and stop words of "${name}" could not be loaded: ${error}`,
      {
        hint: 'try again once the page can be reached, or open with `language: "english"`, which needs no file',
        cause: error,
      },
    )
  }
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
