import { expect, test } from 'vitest'
import { extractiveSummariser } from './extractive-summariser'
import { topicsOf } from './topics'

test('texts about one thing come together, in their order; what is about nothing else stays alone', async () => {
  const texts = [
    'The lamp in the hall flickers',
    'Order 42 left the warehouse in Hamburg',
    'The hall lamp flickers again when the kettle is on',
    'Dinner is at eight',
    'Order 42 arrived, the warehouse was right',
    'Somebody mended the lamp in the hall',
  ]
  expect(await topicsOf(texts, () => undefined)).toEqual([[0, 2, 5], [1, 4], [3]])
})

test('twenty thousand texts are grouped by what they are about', async () => {
  const texts = Array.from(
    { length: 20_000 },
    (_, at) => `customer c${at % 4_000}x asked about parcel p${at % 4_000}y today`,
  )
  expect(await topicsOf(texts, () => undefined)).toHaveLength(4_000)
})

test('fifty thousand texts that have but common words in common stay alone, in the time of a few', async () => {
  const texts = Array.from({ length: 50_000 }, (_, at) => `customer c${at}x asked about parcel p${at}y today`)
  expect(await topicsOf(texts, () => undefined)).toHaveLength(50_000)
})

test('the summary is made of sentences of theirs, the shared before the odd, none twice, earliest first', () => {
  const episode = (content: string, day: number) => ({
    id: `${day}`,
    content,
    author: 'ada',
    time: new Date(Date.UTC(2026, 0, day)),
  })
  const episodes = [
    episode('The lamp in the hall flickers. I had soup for lunch.', 1),
    episode('The lamp in the hall flickers again.', 3),
    episode('The electrician mended the lamp in the hall!', 9),
  ]
  const summary = extractiveSummariser.summarise(episodes, {})
  expect(summary).toBe(
    '3 notes, 2026-01-01 to 2026-01-09: The lamp in the hall flickers again. The electrician mended the lamp in the hall!',
  )
  expect(extractiveSummariser.summarise(episodes, {})).toBe(summary)
})
