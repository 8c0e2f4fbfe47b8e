import { lazyData } from '../lazy'
import type { LanguageName } from './languages'

const languages = lazyData(() => import('./languages'))

/**
 * The language that was asked for, else that of the locale; English where it has none here.
 *
 * @throws RecallError `language-unknown`
 * @throws CommonplaceError `offline` when their names cannot be fetched
 */
export async function languageFor(name: LanguageName | undefined, locale: string | undefined): Promise<LanguageName> {
  if (name === 'english' || (name === undefined && /^(en\b|$)/i.test(locale ?? ''))) return 'english'
  const { checkLanguage, languageOf } = await languages()
  return name === undefined ? languageOf(locale) : checkLanguage(name)
}
