import { expect, test } from 'vitest'
import type { Item } from './item'
import { mergeDuplicates } from './merge-duplicates'

const item = (place: string, text: string) =>
  ({ place, record: { status: 'plain' }, sides: [{ by: 'ada', text }] }) as unknown as Item

test('fifty texts of 60 kB are compared in turns, and those that differ are told apart at their first difference', async () => {
  const words = Array.from({ length: 8_000 }, (_, at) => `word${at}`)
  const texts = Array.from({ length: 50 }, (_, at) => [`text${at}`, ...words.slice(0, 7_900 + at)].join(' '))
  let turns = 0
  const pause = async () => void turns++
  const merged = await mergeDuplicates(
    [...texts, texts[7]!].map((text, at) => item(`r/${at}`, text)),
    [],
    pause,
  )
  expect(turns).toBe(51)
  expect(merged.map(({ also }) => also.length)).toEqual(texts.map((_, at) => (at === 7 ? 1 : 0)))
})
