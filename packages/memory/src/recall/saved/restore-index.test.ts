import { expect, test } from 'vitest'
import type { Indexed } from '../indexed'
import { createRecall, type Recall } from '../recall'
import { pack, Unpacked } from './pack'
import { restoreIndex } from './restore-index'
import { saveIndex } from './save-index'

const words = 'harbour violin orange ladder copper meadow winter saddle'.split(' ')

const record = (at: number, space = 'team'): Indexed => ({
  id: `${space}-${at}`,
  text: `${words[at % 8]} ${words[(at * 5 + 3) % 7]} café ${at % 3 === 0 ? 'shall we go?' : `number ${at}`} 日本`,
  space,
  kind: at % 2 ? 'episodic' : 'semantic',
  author: at % 4 ? 'Ada' : 'Ben',
  tags: at % 5 ? [] : ['boats', `tag ${at}`],
  time: 1_760_000_000_000 + at * 60_000,
  run: at % 6 ? `run ${at % 3}` : undefined,
  user: at % 7 ? 'ada' : undefined,
  confidence: at % 8 ? undefined : 0.5,
  pinned: at % 9 === 0,
  ...(at % 7 === 0 && { placeTime: at, placeSequence: at % 3 }),
  ...(at % 10 === 3 && { alike: [`${space}-${at - 3}`] }),
})

const questions = ['harbour violin', 'what did Ada say about copper?', 'boats', 'café number 17', 'meadow ladder 日本']

function answers(recall: Recall): unknown {
  const filters = [undefined, { user: 'ada' }, { space: 'team', kind: 'episodic' }]
  return questions.flatMap(text => filters.map(filter => recall.search({ text, filter, limit: 20 })))
}

const noPause = () => undefined

async function saved(recall: Recall): Promise<Unpacked> {
  return new Unpacked(await pack((await saveIndex(recall, 'team', noPause))!, noPause))
}

test('what was restored answers as what was saved, also beside records of another space', async () => {
  const [one, other] = [createRecall(), createRecall()]
  for (let at = 0; at < 300; at++) one.put(record(at))
  for (let at = 40; at < 80; at++) one.remove(`team-${at}`)
  const alone = answers(one)
  for (let at = 0; at < 60; at++) one.put(record(at, 'notes'))
  expect(await restoreIndex(other, 'team', await saved(one), noPause)).toBe(true)
  expect(answers(other)).toEqual(alone)
  const alikeIn = ({ state }: Recall) => state.records.flatMap(each => (each?.alike ? [[each.id, each.alike]] : []))
  expect(alikeIn(other)).toContainEqual(['team-13', ['team-10']])
  for (let at = 0; at < 60; at++) other.put(record(at, 'notes'))
  expect(answers(other)).toEqual(answers(one))
  const third = createRecall()
  for (let at = 0; at < 60; at++) third.put(record(at, 'notes'))
  await restoreIndex(third, 'team', await saved(one), noPause)
  expect(answers(third)).toEqual(answers(one))
})

test('what was restored is changed and removed like anything else', async () => {
  const [one, other] = [createRecall(), createRecall()]
  for (let at = 0; at < 100; at++) one.put(record(at))
  await restoreIndex(other, 'team', await saved(one), noPause)
  for (const recall of [one, other]) {
    for (let at = 10; at < 60; at++) recall.put({ ...record(at), text: `other words ${at}` })
    for (let at = 50; at < 90; at++) recall.remove(`team-${at}`)
    for (let at = 200; at < 230; at++) recall.put(record(at))
  }
  expect(answers(other)).toEqual(answers(one))
  expect(other.size).toBe(one.size)
})

test('nothing is saved while records are replaced, and nothing of what does not fit is restored', async () => {
  const recall = createRecall()
  for (let at = 0; at < 600; at++) recall.put(record(at))
  const saving = saveIndex(recall, 'team', async () => {
    recall.remove('team-3')
  })
  expect(await saving).toBeUndefined()
  const columns = (await saveIndex(recall, 'team', noPause))!
  for (const [name, wrong] of [
    ['lengths', new Uint16Array(3)],
    ['places', (columns.get('places') as Uint32Array).map(place => place + 1)],
    ['values of author', []],
  ] as const) {
    const bytes = await pack(new Map(columns).set(name, wrong), noPause)
    const other = createRecall()
    expect(await restoreIndex(other, 'team', new Unpacked(bytes), noPause)).toBe(false)
    expect(other.size).toBe(0)
  }
  const bytes = await pack(columns, noPause)
  expect(() => new Unpacked(bytes.slice(0, bytes.length / 2))).toThrow('cut short')
})
