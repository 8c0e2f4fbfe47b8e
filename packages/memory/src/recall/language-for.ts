import { english, type Language } from './language'
import type { LanguageName } from './languages'

/**
 * The language that was asked for, else that of the locale; English where it has none here.
 *
 * @throws RecallError `language-unknown`
 */
export async function languageFor(name: LanguageName | undefined, locale: string | undefined): Promise<Language> {
  if (name === 'english' || (name === undefined && /^(en\b|$)/i.test(locale ?? ''))) return english
  const { languageOf, loadLanguage } = await import('./languages')
  return loadLanguage(name ?? languageOf(locale))
}
