import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { InputError } from './input-error'
import { parseConversations, readConversations } from './locomo'

const sample = () => ({
  sample_id: 'small',
  conversation: {
    speaker_a: 'Ada',
    speaker_b: 'Ben',
    session_2_date_time: '9:00 am on 2 May, 2024',
    session_2: [{ speaker: 'Ben', dia_id: 'D2:1', text: 'The kiln is hot.' }],
    session_1_date_time: '1:00 pm on 1 May, 2024',
    session_1: [
      { speaker: 'Ada', dia_id: 'D1:1', text: 'I bought clay.', blip_caption: 'a grey lump' },
      { speaker: 'Ben', dia_id: 'D1:2', text: 'How much?' },
    ],
    session_3_date_time: '9:00 am on 3 May, 2024',
  } as Record<string, unknown>,
  private_notes: [{ speaker: 'Ada', text: 'It cost too much: quillfeather.', canary: 'quillfeather' }],
  qa: [
    { question: 'What did Ada buy?', answer: 'clay', category: 4, evidence: ['D1:1'] },
    { question: 'What happened when?', answer: 3, category: 1, evidence: ['D1:1; D2:1', 'D:1:02', 'D9:9', 'D'] },
    { question: 'Who knows?', category: 5, evidence: [] as string[] },
    { question: 'Where?', category: 3 } as never,
  ],
})
type Sample = ReturnType<typeof sample>

const parse = (change: (one: Sample) => void) => {
  const one = sample()
  change(one)
  return () => parseConversations(JSON.stringify([one]), 'small.json')
}

test('turns come in the order of their sessions, half a minute apart, with captions', () => {
  const [conversation] = parse(() => {})()
  expect(conversation?.turns).toEqual([
    {
      id: 'D1:1',
      speaker: 'Ada',
      content: 'I bought clay. [shares a grey lump]',
      session: 1,
      at: Date.UTC(2024, 4, 1, 13),
    },
    { id: 'D1:2', speaker: 'Ben', content: 'How much?', session: 1, at: Date.UTC(2024, 4, 1, 13, 0, 30) },
    { id: 'D2:1', speaker: 'Ben', content: 'The kiln is hot.', session: 2, at: Date.UTC(2024, 4, 2, 9) },
  ])
  expect(conversation?.speakers).toEqual(['Ada', 'Ben'])
})

test('evidence written as one string is split, unknown turns are left out, questions without any are skipped', () => {
  const [conversation] = parse(() => {})()
  expect(conversation?.questions.map(({ evidence }) => evidence)).toEqual([['D1:1'], ['D1:1', 'D2:1', 'D1:2']])
  expect(conversation?.skipped).toBe(2)
})

test.each<[string, (one: Sample) => void, RegExp]>([
  [
    'a turn without text',
    one => delete (one.conversation.session_2 as object[] & { 0: { text?: string } })[0].text,
    /\[0\]\.conversation\.session_2\[0\]\.text/,
  ],
  ['a session that is no list', one => (one.conversation.session_2 = 'hello'), /session_2: no list/],
  ['a session without a time', one => delete one.conversation.session_2_date_time, /session_2_date_time: no time/],
  [
    'a category that does not exist',
    one => ((one.qa[0] as { category: number }).category = 7),
    /\[0\]\.qa\[0\]\.category/,
  ],
  ['a third speaker', one => (one.conversation.speaker_b = 'Cid'), /words of "Ben"/],
  ['one speaker', one => (one.conversation.speaker_b = 'Ada'), /only one speaker/],
  ['a turn id twice', one => ((one.conversation.session_2 as { dia_id: string }[])[0]!.dia_id = 'D1:1'), /one dia_id/],
  [
    'no turns',
    one => {
      one.conversation.session_1 = []
      one.conversation.session_2 = []
    },
    /no turns/,
  ],
  [
    'a turn that says nothing',
    one => ((one.conversation.session_2 as { text: string }[])[0]!.text = ' '),
    /turn D2:1 says nothing/,
  ],
  ['a canary that is in no note', one => (one.private_notes[0]!.canary = 'mosslantern'), /bad canary "mosslantern"/],
  [
    'a canary that was said aloud',
    one => ((one.conversation.session_2 as { text: string }[])[0]!.text = 'quillfeather'),
    /bad canary/,
  ],
  ['only questions without evidence', one => (one.qa = [one.qa[2]!]), /no usable question/],
])('%s is refused, and said where', (_, change, message) => {
  expect(parse(change)).toThrow(message)
  expect(parse(change)).toThrow(InputError)
})

test('a file that is missing, no JSON, or no list says so and what to do', async () => {
  await expect(readConversations('/nowhere/at/all.json')).rejects.toThrow('there is no file /nowhere/at/all.json')
  expect(() => parseConversations('{"sample_id": ', 'x.json')).toThrow(/x\.json is not JSON/)
  expect(() => parseConversations('{}', 'x.json')).toThrow(/x\.json: the whole file/)
  expect(() => parseConversations('[]', 'x.json')).toThrow(/no usable question/)
  const two = JSON.stringify([sample(), sample()])
  expect(() => parseConversations(two, 'x.json')).toThrow('two conversations are called "small"')
})

test('the conversation that is shipped is whole: every question resolves, every speaker keeps notes', async () => {
  const [shipped, ...others] = await readConversations(
    fileURLToPath(new URL('../data/conversation.json', import.meta.url)),
  )
  expect(others).toEqual([])
  expect(shipped?.skipped).toBe(0)
  expect(shipped?.turns.length).toBeGreaterThanOrEqual(130)
  expect(new Set(shipped?.turns.map(({ session }) => session)).size).toBeGreaterThanOrEqual(6)
  for (const category of [1, 2, 3, 4, 5])
    expect(
      shipped?.questions.filter(question => question.category === category).length,
      `category ${category}`,
    ).toBeGreaterThan(4)
  for (const speaker of shipped?.speakers ?? [])
    expect(shipped?.notes.some(note => note.speaker === speaker)).toBe(true)
})
