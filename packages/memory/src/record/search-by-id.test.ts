import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test('a search and a packet filter by id as getAll does, records and facts, also below or and not', async () => {
  const memory = await open('a')
  const [one, other] = [await memory.add('A lamp in the hall'), await memory.add('A lamp in the attic')]
  const lamp = 'house/lamp'
  await memory.facts.assert(lamp, 'broken', { content: 'The lamp is broken' })
  await memory.facts.assert(lamp, 'mended', { content: 'The lamp is mended' })
  const fact = (await memory.facts.get(lamp))!.record
  const filters = [
    ...[{ id: one.id }, { id: [one.id, fact.id] }, { or: [{ id: other.id }, { id: [fact.id] }] }],
    ...[{ not: { id: one.id } }, { and: [{ id: one.id }, { not: { id: one.id } }] }, { id: 'no id' }, { id: [] }],
  ]
  for (const filter of filters) {
    const wanted = (await memory.getAll({ filter })).map(({ id }) => id).sort()
    const found = await memory.search('lamp', { filter })
    expect(found.map(({ record }) => record.id).sort(), JSON.stringify(filter)).toEqual(wanted)
    const { citations } = await memory.context({ query: 'lamp', filter })
    expect(citations.map(({ id }) => id).sort()).toEqual(wanted)
  }
})
