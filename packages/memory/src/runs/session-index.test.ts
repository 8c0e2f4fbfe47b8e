import { expect, test } from 'vitest'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'
import { SessionIndex } from './session-index'

const [team, own] = [{}, {}] as [Space, Space]

function said(id: string, ms: number, more: Partial<MemoryRecord> = {}): MemoryRecord {
  return { id, time: new Date(ms), source: { type: 'agent', session: 'run' }, ...more } as MemoryRecord
}

const ids = (index: SessionIndex, now = 0) => index.of('run', now).map(({ record }) => record.id)

test('a session is told in the order in which it was said, whenever it arrives and wherever it lies', () => {
  const index = new SessionIndex()
  index.put(team, 'b', said('b', 20), 0)
  index.put(team, 'd', said('d', 40), 0)
  expect(ids(index)).toEqual(['b', 'd'])
  index.put(own, 'a', said('a', 10), 0)
  expect(ids(index)).toEqual(['a', 'b', 'd'])
  index.put(team, 'c', said('c', 20), 1)
  index.put(team, 'e', said('e', 40), 0)
  expect(ids(index)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect([index.lastTime('run'), index.lastTime('another')]).toEqual([{ ms: 40, count: 0 }, undefined])

  index.put(team, 'b', said('b', 50), 0)
  expect(ids(index)).toEqual(['a', 'c', 'd', 'e', 'b'])
  index.remove(team, 'b', said('b', 50))
  index.remove(team, 'nobody', said('nobody', 60))
  expect(ids(index)).toEqual(['a', 'c', 'd', 'e'])
  expect(index.in(own)).toEqual(['run'])
  index.remove(own, 'a', said('a', 10))
  expect(index.in(own)).toEqual([])
  for (const id of ['c', 'd', 'e']) index.remove(team, id, said(id, 0))
  expect([index.in(team), ids(index)]).toEqual([[], []])
})

test('what has expired is left out, but it was still said last', () => {
  const index = new SessionIndex()
  index.put(team, 'a', said('a', 10), 0)
  index.put(team, 'b', said('b', 20, { expires: new Date(30) }), 0)
  index.put(team, 'c', said('c', 25, { expires: new Date(30), pinned: true }), 0)
  expect([ids(index, 29), ids(index, 30)]).toEqual([
    ['a', 'b', 'c'],
    ['a', 'c'],
  ])
  expect(index.lastTime('run')).toEqual({ ms: 25, count: 0 })
})

test('who asks for the last time of a session does not read what was said before', () => {
  let read = 0
  const index = new SessionIndex()
  for (let n = 0; n < 1000; n++) {
    const get = () => {
      read++
      return new Date(n)
    }
    index.put(team, String(n), Object.defineProperty(said('', n), 'time', { get }), 0)
    expect(index.lastTime('run')).toEqual({ ms: n, count: 0 })
  }
  expect(read).toBe(1000)
})
