import type { LanguageName } from './languages'

/**
 * The language that was asked for, else that of the locale; English where it has none here.
 *
 * @throws RecallError `language-unknown`
 */
export async function languageFor(name: LanguageName | undefined, locale: string | undefined): Promise<LanguageName> {
  if (name === 'english' || (name === undefined && /^(en\b|$)/i.test(locale ?? ''))) return 'english'
  const { checkLanguage, languageOf } = await import('./languages')
  return name === undefined ? languageOf(locale) : checkLanguage(name)
}
