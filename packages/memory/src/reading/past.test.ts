import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { type Memory, openMemory } from '../index'

const opened: Memory[] = []
let now = 0
const day = (date: number) => new Date(Date.UTC(2026, 10, date))

async function open(): Promise<Memory> {
  now = day(1).getTime()
  const memory = await openMemory({ agent: { id: 'support' }, storage: memoryStorage(), clock: () => now })
  opened.push(memory)
  return memory
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
})

const contents = (records: readonly { content: string }[]) => records.map(({ content }) => content)

test('reads as of a time give what held then: what was replaced or retracted since, and nothing written later', async () => {
  const memory = await open()
  const desk = await memory.add('The desk stands in Porto')
  const lamp = await memory.add('The lamp stands in Porto')
  now = day(5).getTime()
  await memory.update(desk.id, { content: 'The desk stands in Turin' })
  await memory.retract(lamp.id, 'it was sold')
  await memory.add('The sofa stands in Porto')

  expect((await memory.get(desk.id, { asOf: day(3) }))?.content).toBe('The desk stands in Porto')
  expect((await memory.get(desk.id, { asOf: day(6) }))?.content).toBe('The desk stands in Turin')
  expect(await memory.get(lamp.id, { asOf: day(6) })).toBeUndefined()
  expect(contents(await memory.getAll({ asOf: '2026-11-03' }))).toEqual([
    'The desk stands in Porto',
    'The lamp stands in Porto',
  ])
  const found = await memory.search('what stands in Porto?', { asOf: day(3) })
  expect(contents(found.map(({ record }) => record)).sort()).toEqual([
    'The desk stands in Porto',
    'The lamp stands in Porto',
  ])
  expect(contents((await memory.search('what stands in Porto?')).map(({ record }) => record))).toEqual([
    'The sofa stands in Porto',
    'The desk stands in Turin',
  ])
})

test('facts are listed as of a time', async () => {
  const memory = await open()
  await memory.facts.assert('desk/place', 'Porto')
  await memory.facts.assert('lamp/place', 'Porto')
  now = day(5).getTime()
  await memory.facts.assert('desk/place', 'Turin')
  await memory.facts.assert('sofa/place', 'Porto')
  const values = async (options: object) =>
    (await memory.facts.list(options)).map(({ key, value }) => `${key} ${value}`)
  expect(await values({})).toEqual(['desk/place Turin', 'lamp/place Porto', 'sofa/place Porto'])
  expect(await values({ asOf: day(3) })).toEqual(['desk/place Porto', 'lamp/place Porto'])
  expect(await values({ asOf: day(3), prefix: 'lamp' })).toEqual(['lamp/place Porto'])
  expect(await memory.facts.conflicts({ asOf: day(3) })).toEqual([])
})

test('what is wrong with a filter is named as its writer wrote it', async () => {
  const memory = await open()
  for (const read of [
    () => memory.search('desk', { filter: { user: 5 } as never }),
    () => memory.getAll({ filter: { user: 5 } as never }),
  ])
    await expect(read()).rejects.toThrow('filter.user is number 5')
})

test('what says when it holds is read by that, however late it was written', async () => {
  const memory = await open()
  now = day(20).getTime()
  await memory.add('Ada lives in Lyon', { validFrom: day(2), validTo: day(10) })
  await memory.add('Ada lives in Graz', { validFrom: day(10) })
  const home = async (date: number) => contents(await memory.getAll({ asOf: day(date) }))
  expect(await home(1)).toEqual([])
  expect(await home(2)).toEqual(['Ada lives in Lyon'])
  expect(await home(10)).toEqual(['Ada lives in Graz'])
  expect(contents(await memory.getAll()).length).toBe(2)
})

test('the index of a time is kept until something changes, and follows what arrives', async () => {
  const memory = await open()
  const ask = async () =>
    contents((await memory.search('Ada lives where?', { asOf: day(3) })).map(({ record }) => record))
  await memory.add('Ada lives in Lyon', { validFrom: day(2) })
  expect(await ask()).toEqual(['Ada lives in Lyon'])
  await memory.add('Ada lives with Bob', { validFrom: day(1) })
  expect((await ask()).sort()).toEqual(['Ada lives in Lyon', 'Ada lives with Bob'])
  expect(await memory.search('Ada lives where?', { asOf: day(3), filter: { author: 'billing' } })).toEqual([])
})

test('what has expired stays forgotten at every time', async () => {
  const memory = await open()
  const secret = await memory.add('The code is 1234', { expires: '1d' })
  await memory.facts.assert('door/code', '1234', { expires: '1d' })
  now = day(5).getTime()
  expect(await memory.get(secret.id, { asOf: day(1) })).toBeUndefined()
  expect(await memory.facts.get('door/code', { asOf: day(1) })).toBeUndefined()
  expect(await memory.search('code', { asOf: day(1) })).toEqual([])
})

test('what was said once and is held back now, or holds at other times, is told of each time as judging tells it', async () => {
  now = day(1).getTime()
  const memory = await openMemory({
    agent: { id: 'support' },
    storage: memoryStorage(),
    clock: () => now,
    checkpoints: [{ kind: 'procedural' }],
  })
  opened.push(memory)
  const source = await memory.add('the source')
  await memory.add('what was made of it', { derivedFrom: [source.id] })
  await memory.add('a way that waits for validators', { kind: 'procedural' })
  await memory.add('planned', { validFrom: day(9) })
  await memory.facts.assert('old/place', 'over', { validTo: day(3) })
  await memory.add('told of before', { validFrom: day(-9), validTo: day(2) })
  now = day(5).getTime()
  await memory.retract(source.id, 'it was wrong')
  const seen = async (date: number) => contents(await memory.getAll({ asOf: day(date) }))
  const waiting = { filter: { status: 'proposed' as const } }
  expect(await memory.getAll(waiting)).toHaveLength(1)
  expect(await memory.getAll({ ...waiting, asOf: day(2) })).toEqual([])
  expect(await seen(-9)).toEqual(['told of before'])
  expect(await seen(2)).toEqual(['the source', 'what was made of it', 'old place: over'])
  expect(await seen(6)).toEqual([])
  expect(await seen(9)).toEqual(['planned'])
})

test('what was retracted is found as of before, and so is what was made from it, near or far', async () => {
  const memory = await open()
  const [desk, lamp] = [await memory.add('The desk came by mail'), await memory.add('The lamp came by mail')]
  const both = await memory.add('Everything came by mail', { derivedFrom: [desk.id, lamp.id] })
  now = day(2).getTime()
  const rule = await memory.add('We order by mail', { derivedFrom: [both.id] })
  now = day(4).getTime()
  await memory.retract(desk.id, 'it was carried')
  now = day(6).getTime()
  await memory.retract(lamp.id, 'it was carried')
  const ids = [desk.id, lamp.id, both.id, rule.id]
  const held = async (date: number) => {
    const asked = { asOf: day(date) }
    const got = (await Promise.all(ids.map(id => memory.get(id, asked)))).flatMap(record => record?.id ?? [])
    expect((await memory.getAll(asked)).map(({ id }) => id)).toEqual(got)
    const found = await memory.search('mail', asked)
    expect(found.map(({ record }) => record.id).sort()).toEqual([...got].sort())
    return got
  }
  expect(await held(1)).toEqual(ids.slice(0, 3))
  expect(await held(3)).toEqual(ids)
  expect(await held(5)).toEqual(ids.slice(1))
  expect(await held(7)).toEqual([])
  expect(await memory.getAll()).toEqual([])
})

test('what expires after the index of a time was made is forgotten there too', async () => {
  const memory = await open()
  const ask = async () => contents((await memory.search('code', { asOf: day(1) })).map(({ record }) => record))
  await memory.add('The code is 1234', { expires: '1d' })
  await memory.add('The code of conduct')
  expect((await ask()).sort()).toEqual(['The code is 1234', 'The code of conduct'])
  now = day(5).getTime()
  expect(await ask()).toEqual(['The code of conduct'])
})

test('a time that is none is refused', async () => {
  const memory = await open()
  await expect(memory.search('code', { asOf: 'yesterday' })).rejects.toMatchObject({ code: 'invalid-input' })
})
