import { expect, test } from 'vitest'
import { encodeRecord } from './codec'
import type { Entry } from './entry'
import { bodyToRevise, parentsFor } from './revise'

const payload = encodeRecord({
  ...{ type: 'record', kind: 'semantic', content: 'a', scope: {}, tags: [], author: { agent: 'ada' } },
  ...{ time: { ms: 1, count: 0 }, status: 'plain', derivedFrom: [], extra: { fields: { mood: 'calm' } } },
})
const head: Entry = { key: 'f/a', parents: [], payload, dot: { client: 1, clock: 0 } }
const next = { client: 7, clock: 3 }

test('a revision starts from the whole body, what a newer program added included', () => {
  expect(bodyToRevise(head)).toMatchObject({ content: 'a', extra: { fields: { mood: 'calm' } } })
  expect(parentsFor([head], next)).toEqual([head.dot])
})

test('what a newer program wrote is neither revised nor superseded, and what is damaged not revised', () => {
  const newer = { ...head, payload: '[2,["ada"],[1,0]]' }
  expect(() => bodyToRevise(newer)).toThrow(expect.objectContaining({ code: 'newer-version' }))
  expect(() => parentsFor([head, newer], next)).toThrow(expect.objectContaining({ code: 'newer-version' }))
  expect(() => bodyToRevise({ ...head, payload: '?' })).toThrow(expect.objectContaining({ code: 'unreadable' }))
})

test('a head that names an entry not yet written is not named back, so that no loop closes', () => {
  const forged = { ...head, dot: { client: 2, clock: 0 }, parents: [{ client: 7, clock: 9 }] }
  const honest = { ...head, dot: { client: 3, clock: 0 }, parents: [{ client: 7, clock: 2 }] }
  expect(parentsFor([forged, honest], next)).toEqual([honest.dot])
})

test('a flood of heads is replaced in rounds, not refused', () => {
  const heads = Array.from({ length: 5000 }, (_, clock) => ({ ...head, dot: { client: 1, clock } }))
  expect(parentsFor(heads, next)).toHaveLength(4096)
})
