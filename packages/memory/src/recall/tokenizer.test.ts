import { expect, test } from 'vitest'
import { english } from './language'
import { createTokenizer } from './tokenizer'

test('stems English words, drops stop words and keeps repetitions', () => {
  const { tokenize } = createTokenizer()
  expect(tokenize("When did Caroline's running friends run to a café?")).toEqual([
    'carolin',
    'run',
    'friend',
    'run',
    'cafe',
  ])
  expect(tokenize('who would have done what to whom')).toEqual(['done'])
})

test('reads English as chats write it', () => {
  const { tokenize } = createTokenizer()
  expect(tokenize('im sure u saw the bday pics, lol')).toEqual(tokenize('I am sure you saw the birthday pictures'))
})

test('brings the forms of an English word together, those that no rule makes included', () => {
  const { tokenize } = createTokenizer()
  const alike = [
    'rejected rejection rejects',
    'adopt adopted adoption',
    'buys bought buying',
    'writes wrote written',
    'child children kids',
    'movie films',
  ]
  for (const words of alike) expect(new Set(tokenize(words)), words).toHaveProperty('size', 1)
})

test('a form stands for a word, and not for another form', () => {
  const { forms } = english
  expect([...forms!].filter(([, word]) => forms!.has(word))).toEqual([])
})

test('leaves words of other languages and codes alone', () => {
  expect(createTokenizer().tokenize('größere x86 миры')).toEqual(['großere', 'x86', 'миры'])
})

test('remembers a bounded number of words', () => {
  const { tokenize, normalizationCache } = createTokenizer({ remembered: 100 })
  for (let at = 0; at < 1_000; at++) tokenize(`word${at}`)
  expect(normalizationCache.size).toBeLessThanOrEqual(100)
  expect(tokenize('running')).toEqual(['run'])
})
