import { expect, test } from 'vitest'
import type { RecordBody } from '../model'
import type { View } from '../reading/reader'
import type { MemoryRecord } from '../reading/record'
import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import { Gate } from './gate'

const space = { name: 'team' } as Space
const content = 'The lamp in the hall flickers whenever the kettle is on'
const said = { id: '', content, kind: 'episodic', author: { agent: 'ada' }, scope: {}, tags: [], derivedFrom: [] }
const body = { ...said, type: 'record', status: 'plain' } as unknown as RecordBody

test('copies that are gone, thousands of them, do not stand before the one that is left', async () => {
  const records = new Map<string, MemoryRecord>()
  const place = (at: number) => placeToId('team', `r/${at}`)
  const projection = {
    whole: () => undefined,
    *kept() {},
    unread: 0,
    recordAt: (id: string) => records.get(id),
  }
  const gate = new Gate(undefined, {
    identity: { tenant: 't', agent: 'ada', name: 'ada' },
    now: () => 0,
    projection,
    pause: () => undefined,
  })
  await gate.ready()
  const put = (at: number, record: MemoryRecord | undefined) => {
    if (record) records.set(place(at), record)
    else records.delete(place(at))
    gate.refreshed(place(at), record)
  }
  for (let at = 0; at < 2_000; at++) put(at, { ...said, id: `${at}` } as unknown as MemoryRecord)
  for (let at = 1; at < 2_000; at++) put(at, undefined)
  expect(gate.compare(space, body).duplicate?.id).toBe('0')
  put(0, { ...said, id: '0', quarantined: true } as unknown as MemoryRecord)
  expect(gate.compare(space, body)).toEqual({ similarTo: [] })
})

test('what is there already is listed with turns of the event loop in between', async () => {
  const asked: number[] = []
  let looks = 0
  const projection = {
    whole: () => undefined,
    *kept(): Generator<[Space, string, View]> {
      for (let at = 0; at < 300; at++) {
        asked.push(looks)
        yield [space, `r/${at}`, {} as View]
      }
    },
    unread: 0,
    recordAt: () => undefined,
  }
  const pause = () => {
    looks++
    return undefined
  }
  await new Gate(undefined, {
    identity: { tenant: 't', agent: 'ada', name: 'ada' },
    now: () => 0,
    projection,
    pause,
  }).ready()
  expect(asked).toEqual(Array.from({ length: 300 }, (_, at) => at))
})

test('a space that closes takes its own texts with it and looks at no others, however many there are', async () => {
  const asked: string[] = []
  const record = { ...said, id: '1' } as unknown as MemoryRecord
  const recordAt = (place: string) => {
    asked.push(place)
    return record
  }
  const gate = new Gate(undefined, {
    identity: { tenant: 't', agent: 'ada', name: 'ada' },
    now: () => 0,
    projection: { whole: () => undefined, *kept() {}, unread: 0, recordAt },
    pause: () => undefined,
  })
  await gate.ready()
  const spaces = Array.from({ length: 1_000 }, (_, at) => ({ name: `s${at}` }) as Space)
  for (const { name } of spaces) for (let at = 0; at < 20; at++) gate.refreshed(placeToId(name, `r/${at}`), record)
  const [first, second] = spaces
  expect([gate.compare(first!, body).duplicate?.id, asked.length]).toEqual(['1', 12])
  const began = performance.now()
  gate.closed(first!)
  for (const each of spaces.slice(2)) gate.closed(each)
  expect(performance.now() - began).toBeLessThan(500)
  expect(gate.compare(first!, body)).toEqual({ similarTo: [] })
  expect(gate.compare(second!, body).duplicate?.id).toBe('1')
})
