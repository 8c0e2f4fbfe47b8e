import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parts } from '../../../packages/memory/src/recall'
import { examplesOf } from './features'
import { weightsOf } from './fit'
import { readLocomo } from './locomo'

/** What agents set, what the questions do not ask for, and what only an embedder gives. */
const notFitted = 'meaning meaningAround alike recency tagged pinned confidence importance status kind decay'.split(' ')

test('a fit has a weight for every part that labelled questions can tell, and does without one conversation', async () => {
  const conversations = await readLocomo(fileURLToPath(new URL('./data/chats.json', import.meta.url)))
  const style = { name: 'as written', conversations, examples: conversations.map(each => examplesOf(each, {})) }
  const [first, second, both] = [[0], [1], [0, 1]].map(taken => weightsOf([style], {}, at => taken.includes(at)))
  expect(Object.keys(first!).sort()).toEqual(parts.filter(part => !notFitted.includes(part)).sort())
  for (const weights of [first, second, both]) expect(Object.values(weights!).every(Number.isFinite)).toBe(true)
  expect(first!.rarity).not.toBe(0)
  expect(first).not.toEqual(second)
  expect(both).not.toEqual(first)
})
