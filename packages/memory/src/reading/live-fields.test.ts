import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { openMemory } from '../index'
import { recordWith } from './live-fields'

const open = () => openMemory({ agent: { id: 'a', user: 'ada', app: 'x' }, storage: memoryStorage() })

test('what is read anew each time is there for whoever copies, prints, or stands for a record', async () => {
  const memory = await open()
  const record = await memory.add('The kettle is on', { validFrom: '2026-01-01', expires: '2126-01-01' })
  const live = { time: record.time, trust: 'plain', origins: ['agent'], supports: [], durability: 'local' }
  const times = { validFrom: new Date('2026-01-01'), expires: new Date('2126-01-01') }
  expect({ ...record }).toMatchObject({ ...live, ...times })
  expect(structuredClone({ ...record })).toMatchObject(times)
  expect(JSON.parse(JSON.stringify(record))).toMatchObject({ trust: 'plain', validFrom: '2026-01-01T00:00:00.000Z' })
  expect(new Proxy(record, {}).time).toEqual(record.time)
  expect(Object.create(record).durability).toBe('local')
  expect(Object.keys(record)).not.toContain('durable')
  expect(Object.keys(record)).not.toContain('validTo')
  const { durable } = record
  await durable('local')
  await memory.close()
})

test('console.log in Node prints what the fields of records and facts give, not that there are getters', async () => {
  const memory = await open()
  const record = await memory.add('The kettle is on', { validFrom: '2026-01-01' })
  const fact = await memory.facts.assert('kettle', 'on')
  const printed = inspect({ record, fact }, { depth: 5 })
  expect(printed).toContain("durability: 'local'")
  expect(printed).toContain('validFrom: 2026-01-01T00:00:00.000Z')
  expect(printed).not.toContain('[Getter]')
  await memory.close()
})

test('nothing leads from a changed record to what was changed', async () => {
  const memory = await open()
  const record = await memory.add('The code is 4711', { title: 'canary', metadata: { canary: true } })
  const changed = recordWith(record, { content: 'The code is ****', title: undefined, metadata: undefined })
  expect(changed).toMatchObject({ id: record.id, content: 'The code is ****', trust: 'plain', time: record.time })
  expect(Object.isFrozen(changed)).toBe(true)
  expect(Object.getOwnPropertySymbols(changed)).toEqual([inspect.custom])
  expect(inspect(changed)).not.toMatch(/4711|canary/)
  expect(Object.keys(changed)).not.toContain('title')
  expect(JSON.stringify(changed)).not.toMatch(/4711|canary/)
  await changed.durable('local')
  await memory.close()
})

test('a record is no dictionary to V8, which would take 2 kB for each', async () => {
  setFlagsFromString('--allow-natives-syntax')
  const isFast = new Function('object', 'return %HasFastProperties(object)')
  const memory = await open()
  const records = await Promise.all(
    ['one', 'two', 'three'].map(text => memory.add(text, { validFrom: '2026-01-01', tags: [text] })),
  )
  expect(records.map(record => isFast(record))).toEqual([true, true, true])
  await memory.close()
})
