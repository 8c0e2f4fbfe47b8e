import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall } from './recall'
import type { Weights } from './weights'

const start = Date.UTC(2023, 4, 1, 12)
const day = 86_400_000

/** Records in one run, a minute apart, from `author: text` lines. */
function conversation(run: string, lines: readonly string[], time = start): Indexed[] {
  return lines.map((line, at) => {
    const [author, text] = line.split(': ') as [string, string]
    return { id: `${run}${at}`, text, author, run, space: 'team', kind: 'episodic', tags: [], time: time + at * 60_000 }
  })
}

function record(id: string, text: string): Indexed {
  return { id, text, author: 'ada', space: 'team', kind: 'episodic', tags: [], time: start }
}

function search(records: readonly Indexed[], text: string, now?: number): string[] {
  const recall = createRecall()
  for (const record of records) recall.put(record)
  return recall.search({ text, now }).map(hit => hit.id)
}

test('an answer is found by the question before it in the run, though it shares no word with it', () => {
  const talk = conversation('a', ['Mel: Which instrument do you play?', 'Ada: The violin.', 'Mel: Nice!'])
  const other = conversation('b', ['Ada: The weather was bad.', 'Mel: Indeed.'])
  expect(search([...talk, ...other], 'Which instrument does Ada play?')[0]).toBe('a1')
})

test('what one author says in a row is one passage: its words, its dates and its speaker count for each message of it', () => {
  const talk = conversation('a', ['Mel: Hello', 'Ada: I was at the boat race', 'Ada: so loud', 'Ada: it was last week'])
  const other = conversation('b', ['Mel: Hello', 'Mel: so loud', 'Ada: ok'])
  const recall = createRecall()
  for (const record of [...talk, ...other]) recall.put(record)
  const hits = recall.search({ text: 'When was Ada at the boat race?' })
  expect(
    hits
      .slice(0, 3)
      .map(hit => hit.id)
      .sort(),
  ).toEqual(['a1', 'a2', 'a3'])
  const parts = hits.find(hit => hit.id === 'a2')!.why.parts.map(part => part.name)
  expect(parts).toEqual(expect.arrayContaining(['passage', 'ownWords', 'whenAsked']))
  expect(parts).not.toContain('coverage')
})

test('of a passage the best comes first, the others make a little room for what others say', () => {
  const talk = conversation('a', ['Ada: the boat is red', 'Ada: the boat is red'])
  const recall = createRecall()
  for (const record of talk) recall.put(record)
  const [first, second] = recall.search({ text: 'is the boat red' })
  const repeated = (hit: typeof first) => hit!.why.parts.find(part => part.name === 'repeated')?.value
  expect(repeated(first)).toBeUndefined()
  expect(repeated(second)).toBeLessThan(0)
  expect(second!.why.parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(second!.score, 9)
})

test('where several near each other come first, what stands in another place comes up', () => {
  const talk = conversation('a', [
    'Ada: the boat was painted blue in spring',
    'Mel: with four layers of varnish',
    'Ada: its engine needs new filters soon',
    'Mel: harbour fees went up again',
    'Ada: mooring at the northern pier',
    'Mel: until the storms of autumn',
  ])
  const other = conversation('b', ['Mel: hello', 'Ada: is it a boat?', 'Mel: no, a raft of logs and barrels'])
  const ask = (weights?: Partial<Weights>) => {
    const recall = createRecall({ weights })
    for (const record of [...talk, ...other]) recall.put(record)
    const hits = recall.search({ text: 'what about the boat?' })
    return { hits, rank: hits.findIndex(({ id }) => id === 'b0') }
  }
  const { hits, rank } = ask()
  expect(rank).toBeLessThan(ask({ crowded: 0 }).rank)
  const crowded = hits.map(({ why }) => why.parts.find(part => part.name === 'crowded')?.value ?? 0)
  expect(crowded.slice(0, 3)).toEqual([0, 0, 0])
  expect(Math.min(...crowded)).toBeLessThan(0)
})

test('of two that hold the question alike, the one whose other words are rare comes first, and an edit counts at once', () => {
  const filler = Array.from({ length: 60 }, (_, at): Indexed => record(`f${at}`, 'sounds great, really nice plan'))
  const recall = createRecall()
  for (const each of [...filler, record('b', 'boat: violin varnish'), record('c', 'boat: great nice')]) recall.put(each)
  const first = () => recall.search({ text: 'boat' })[0]!.id
  expect(first()).toBe('b')
  recall.put(record('b', 'boat: great plan'))
  recall.put(record('c', 'boat: rigging sailcloth'))
  expect(first()).toBe('c')
})

test('runs that took turns are kept apart', () => {
  const one = conversation('a', ['Mel: Which instrument do you play?', 'Ada: The violin.'])
  const other = conversation('b', ['Eve: Where do you live?', 'Max: In Lisbon.'], start + 30_000)
  expect(search([one[0]!, other[0]!, one[1]!, other[1]!], 'Which instrument?')).toEqual(['a0', 'a1'])
})

test('weights can be set by the application', () => {
  const talk = conversation('a', ['Ada: I bought a boat in spring', 'Mel: I bought a boat in spring'])
  const recall = createRecall({ weights: { person: 0, ownWords: 0 } })
  for (const record of talk) recall.put(record)
  const [first, second] = recall.search({ text: 'Did Mel buy a boat?' })
  expect(first!.why.parts.map(part => part.name)).not.toContain('person')
  expect(Math.abs(first!.score - second!.score)).toBeLessThan(0.5)
})

test('runs in other spaces are not its neighbours', () => {
  const [asked, answer] = conversation('a', ['Mel: Which instrument do you play?', 'Ada: The violin.'])
  expect(search([asked!, { ...answer!, space: 'notes' }], 'Which instrument?')).toEqual(['a0'])
})

test('of two who say the same, the one named comes first', () => {
  const talk = conversation('a', ['Ada: I bought a boat in spring', 'Mel: I bought a boat in spring'])
  expect(search(talk, 'Did Mel buy a boat?')[0]).toBe('a1')
  expect(search(talk, 'Did Ada buy a boat?')[0]).toBe('a0')
})

test('a question for a time prefers what says when', () => {
  const facts = [
    ...conversation('a', ['Ada: My boat race was won']),
    ...conversation('b', ['Ada: My boat race was last week']),
  ]
  expect(search(facts, 'When was the boat race?')[0]).toBe('b0')
  expect(search(facts, 'Was the boat race won?')[0]).toBe('a0')
})

test('a date in the question prefers records of that time, also one relative to now', () => {
  const early = conversation('a', ['Ada: The boat race was fun'])
  const late = conversation('b', ['Ada: The boat race was fun'], start + 40 * day)
  expect(search([...early, ...late], 'How was the boat race in May 2023?')[0]).toBe('a0')
  expect(search([...early, ...late], 'How was the boat race in June 2023?')[0]).toBe('b0')
  expect(search([...early, ...late], 'How was the boat race yesterday?', start + 2 * day)[0]).toBe('a0')
})

test('what was valid from a date is dated by it, not by its writing', () => {
  const [fact] = conversation('a', ['Ada: The boat race was fun'], start + 400 * day)
  const [other] = conversation('b', ['Ada: The boat race was fun'], start + 200 * day)
  expect(search([{ ...fact!, validFrom: start }, other!], 'the boat race on 1 May 2023')[0]).toBe('a0')
})

test('a question for a name prefers what holds one', () => {
  const facts = [
    ...conversation('a', ['Ada: They meet at the harbour']),
    ...conversation('b', ['Ada: They meet in Lisbon']),
  ]
  expect(search(facts, 'Where did they meet?')[0]).toBe('b0')
})

test('what only asks comes after what says it', () => {
  const facts = [...conversation('a', ['Ada: The boat is red?']), ...conversation('b', ['Ada: The boat is red.'])]
  expect(search(facts, 'is the boat red')[0]).toBe('b0')
})

test('a word becomes a person when somebody of that name writes, and stops with their last record', () => {
  const recall = createRecall()
  const [first, byGrace] = conversation('a', ['Ada: They meet Grace', 'Grace: Hello'])
  const holdsName = () =>
    recall.search({ text: 'meet' }).some(hit => hit.id === 'a0' && hit.why.parts.some(part => part.name === 'names'))
  recall.put(first!)
  expect(holdsName()).toBe(true)
  recall.put(byGrace!)
  expect(holdsName()).toBe(false)
  recall.remove('a1')
  expect(holdsName()).toBe(true)
})

/** What a tool printed: a hundred words, with some of the question among them. */
function printed(...among: string[]): string {
  return ['tool: printed', ...Array.from({ length: 100 }, (_, at) => `value${at}`), ...among].join(' ')
}

test('what a tool printed is no better for being long, nor for the words that it happens to hold', () => {
  const talk = conversation('a', [
    'Mel: So?',
    printed('boat', 'harbour', 'blue'),
    'Ada: The old boat down in the harbour was painted blue last spring',
  ])
  const others = conversation('b', Array<string>(30).fill('Mel: We should talk about lunch'))
  const hits = search([...talk, ...others], 'Which boat in the harbour was blue?')
  expect(hits[0]).toBe('a2')
})

test('what a tool printed between a question and its answer keeps them no farther apart than a message', () => {
  const part = (text: string) => {
    const recall = createRecall()
    for (const each of conversation('a', ['Mel: Which instrument?', text, 'Ada: The violin'])) recall.put(each)
    const hit = recall.search({ text: 'instrument' }).find(({ id }) => id === 'a2')
    return hit!.why.parts.find(({ name }) => name === 'nearest')!.value
  }
  const message = Array.from({ length: 30 }, (_, at) => `word${at}`).join(' ')
  expect(part(printed())).toBeCloseTo(part(`Mel: ${message}`), 9)
})
