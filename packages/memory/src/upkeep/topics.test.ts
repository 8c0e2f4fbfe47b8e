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

test('a number alone makes no subject: day 3 and invoice 3 have nothing to do with each other', async () => {
  const texts = Array.from({ length: 20 }, (_, day) => [
    `Warehouse backup was restarted by Ben on day ${day}`,
    `Ada asked about invoice ${day} for lamps`,
  ]).flat()
  const groups = await topicsOf(texts, () => undefined)
  for (const group of groups) expect(new Set(group.map(at => at % 2)).size).toBe(1)
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

test('sentences without an end get one, so that those of several notes do not run into each other', () => {
  const notes = ['Ben restarted the pump', 'The pump of hall two was restarted at noon by Ada']
  const episodes = notes.map((content, at) => ({ id: `${at}`, content, author: 'ada', time: new Date(0) }))
  expect(extractiveSummariser.summarise(episodes, {})).toBe(
    '2 notes, 1970-01-01: Ben restarted the pump. The pump of hall two was restarted at noon by Ada.',
  )
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
