import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { memoryOfTest } from '../fixtures/memories'

const people = ['Ada', 'Bruno', 'Chidi', 'Dalia', 'Emil', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jana', 'Karl', 'Lena']
const chiefs = ['Magda', 'Nils', 'Olga', 'Pavel', 'Quirin', 'Rosa', 'Sven', 'Tilda', 'Uwe', 'Vera', 'Wim', 'Xenia']
const towns = ['Lisbon', 'Oslo', 'Turin', 'Ghent', 'Porto', 'Malmo', 'Graz', 'Brno', 'Split', 'Cork', 'Lyon', 'Bern']

/** Every answer is two records away: who somebody reports to is one, where that person lives another. */
async function planted(): Promise<Memory> {
  const memory = await memoryOfTest('hr')
  for (const [at, person] of people.entries()) {
    await memory.graph.relate(person, 'reports to', chiefs[at]!)
    await memory.add(`${chiefs[at]} moved house again and lives in ${towns[at]} with two cats`)
    for (const topic of ['tea', 'the office', 'the manager of the canteen', 'where they live'])
      await memory.add(`${person} had something to say about ${topic} and the boss`)
  }
  return memory
}

test('P16 planted questions of two steps find their evidence by way of relations, which words alone mostly do not', async () => {
  const memory = await planted()
  const found = { plain: 0, graph: 0 }
  for (const [at, person] of people.entries()) {
    const question = `In which town does the boss of ${person} live?`
    const isAnswer = ({ record }: { record: { content: string } }) => record.content.includes(towns[at]!)
    if ((await memory.search(question, { limit: 5 })).some(isAnswer)) found.plain++
    if ((await memory.search(question, { limit: 5, hops: 1 })).some(isAnswer)) found.graph++
  }
  expect(found.graph).toBe(people.length)
  expect(found.plain).toBeLessThan(people.length / 2)
})

test.each([undefined, 'auto'] as const)(
  'P16 what relations lead to has places of its own where few records answer by their words, limit %s',
  async limit => {
    const memory = await memoryOfTest('hr')
    await memory.graph.relate('Ada', 'reports to', 'Magda')
    await memory.add('Magda lives in Lucerne')
    const hits = await memory.search('In which town does the boss of Ada live?', { hops: 1, ...(limit && { limit }) })
    expect(hits.map(({ record }) => record.content)).toContain('Magda lives in Lucerne')
  },
)

test('P16 where nothing relates what a question names, hops change nothing', async () => {
  const memory = await planted()
  const question = 'Who said something about the canteen?'
  const ids = async (hops?: 1 | 2) =>
    (await memory.search(question, { limit: 10, ...(hops && { hops }) })).map(({ record }) => record.id)
  expect(await ids(2)).toEqual(await ids())
})

test('P16 neighbours are one or two steps away, say by which records, and go with those', async () => {
  const memory = await memoryOfTest('hr')
  const job = await memory.graph.relate('Ada', 'works at', 'Northway', { validFrom: '2026-01-01' })
  await memory.graph.relate('Northway', 'has its seat in', 'Oslo')
  await memory.add('Yesterday Ada met Bruno about order 42 on 2026-11-20', { tags: ['orders'] })
  const around = async (hops: 1 | 2) => (await memory.graph.neighbours('ada', { hops })).map(({ entity }) => entity)
  expect(await around(1)).toEqual(['northway', 'orders', 'yesterday ada', 'bruno', '2026-11-20', 'order 42'])
  expect(await around(2)).toContain('oslo')
  const [, oslo] = (await memory.graph.neighbours('Ada', { hops: 2 })).filter(({ entity }) =>
    ['northway', 'oslo'].includes(entity),
  )
  expect(oslo?.path.map(({ predicate }) => predicate)).toEqual(['works at', 'has its seat in'])
  expect(oslo?.path[0]?.record).toMatchObject({ id: job.id, validFrom: new Date('2026-01-01') })
  await memory.retract(job.id, 'she left')
  expect(await around(2)).not.toContain('northway')
})

test('P16 what is over, or not yet so, leads nowhere now; as of a time what held then leads', async () => {
  const memory = await memoryOfTest('hr')
  await memory.graph.relate('Ada', 'works at', 'Acme', { validFrom: '2024-01-01', validTo: '2025-01-01' })
  await memory.graph.relate('Ada', 'works at', 'Globex', { validFrom: '2025-01-01' })
  await memory.graph.relate('Ada', 'works at', 'Initech', { validFrom: '2999-01-01' })
  for (const [firm, town] of ['Acme Ghent', 'Globex Turin', 'Initech Cork'].map(pair => pair.split(' ')))
    await memory.add(`${firm} moved to ${town} with all its staff`, { validFrom: '2020-01-01' })
  for (const town of towns)
    await memory.add(`An employer has a seat in the town of ${town}`, { validFrom: '2020-01-01' })
  const around = async (asOf?: string) =>
    (await memory.graph.neighbours('Ada', { ...(asOf && { asOf }) })).map(({ entity }) => entity)
  const seats = async (asOf?: string) => {
    const question = 'In which town does the employer of Ada have its seat?'
    const hits = await memory.search(question, { hops: 1, limit: 5, ...(asOf && { asOf }) })
    return hits.map(({ record }) => record.content).filter(content => content.includes('moved'))
  }

  expect(await around()).toEqual(['globex'])
  expect(await around('2024-06-01')).toEqual(['acme'])
  expect(await around('2023-06-01')).toEqual([])
  expect(await seats()).toEqual(['Globex moved to Turin with all its staff'])
  expect(await seats('2024-06-01')).toEqual(['Acme moved to Ghent with all its staff'])
  expect(await seats('2023-06-01')).toEqual([])
})

test('P16 a relation is what its record says: other words, by its author or a write policy, relate what they name', async () => {
  const redact = ({ content }: { content: string }) => ({ content: content.replace('Umbrella', '[a client]') })
  const memory = await memoryOfTest('hr', { policy: { write: redact } })
  const around = async (entity: string) => (await memory.graph.neighbours(entity)).map(each => each.entity)
  const home = await memory.graph.relate('Dora', 'lives in', 'Paris')
  await memory.update(home.id, { content: 'Meanwhile Dora lives in Rome' })
  expect(await around('Dora')).not.toContain('paris')
  expect(await around('Dora')).toContain('rome')
  const secret = await memory.graph.relate('Dora', 'works for', 'Umbrella')
  expect(JSON.stringify(secret)).not.toContain('Umbrella')
  expect(await around('Umbrella')).toEqual([])
})
