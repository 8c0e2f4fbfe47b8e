import { expect, test } from 'vitest'
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

test('leaves words of other languages and codes alone', () => {
  expect(createTokenizer().tokenize('größere x86 миры')).toEqual(['großere', 'x86', 'миры'])
})

test('remembers a bounded number of words', () => {
  const { tokenize, normalizationCache } = createTokenizer({ remembered: 100 })
  for (let at = 0; at < 1_000; at++) tokenize(`word${at}`)
  expect(normalizationCache.size).toBeLessThanOrEqual(100)
  expect(tokenize('running')).toEqual(['run'])
})
