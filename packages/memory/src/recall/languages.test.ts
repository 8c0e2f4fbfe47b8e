import { expect, test } from 'vitest'
import { languageNames, languageOf, loadLanguage } from './languages'
import { createRecall } from './recall'
import { createTokenizer } from './tokenizer'

test.each([
  ['german', 'Die Häuser standen neben den Bäumen', ['haus', 'stand', 'neb', 'baum']],
  ['french', 'Les maisons étaient près des écoles', ['maison', 'pres', 'ecol']],
  ['spanish', 'Los pedidos fueron enviados', ['ped', 'envi']],
  ['russian', 'Заказы были отправлены', ['заказ', 'отправл']],
] as const)('%s: stop words are dropped, words stemmed, diacritics folded', async (name, text, tokens) => {
  expect(createTokenizer({ language: await loadLanguage(name) }).tokenize(text)).toEqual(tokens)
})

test('every language can be loaded, and finds a word by itself', async () => {
  for (const name of languageNames) {
    const recall = createRecall({ language: await loadLanguage(name) })
    recall.put({ id: '1', text: 'warehouse 東京 склад', space: 's', kind: 'k', author: 'a', tags: [], time: 0 })
    for (const text of ['warehouse', '東京', 'склад'])
      expect(recall.search({ text }), `${name}: ${text}`).toHaveLength(1)
  }
})

test('words of other scripts and codes stay as they are', async () => {
  const german = createTokenizer({ language: await loadLanguage('german') })
  expect(german.tokenize('миры x86 東京')).toEqual(['миры', 'x86', '東京'])
  const russian = createTokenizer({ language: await loadLanguage('russian') })
  expect(russian.tokenize('running x86')).toEqual(['running', 'x86'])
})

test('the language of a locale, English where there is none', () => {
  expect(['de-AT', 'pt', 'en-US', 'xx', '', undefined].map(languageOf)).toEqual([
    'german',
    'portuguese',
    'english',
    'english',
    'english',
    'english',
  ])
})

test('an unknown language is refused with the list', async () => {
  await expect(loadLanguage('klingon' as never)).rejects.toMatchObject({ code: 'language-unknown' })
  await expect(loadLanguage('constructor' as never)).rejects.toMatchObject({ code: 'language-unknown' })
})

test('files that cannot be fetched are an error that says what to do, and a later call tries again', async () => {
  const offline = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
  await expect(loadLanguage('german', offline)).rejects.toMatchObject({
    code: 'language-unloaded',
    message: expect.stringContaining('"german"'),
    hint: expect.stringContaining('english'),
  })
  await expect(loadLanguage('german')).resolves.toMatchObject({ name: 'german' })
})
