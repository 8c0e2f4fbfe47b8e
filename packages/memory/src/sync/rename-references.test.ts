import { expect, test } from 'vitest'
import { renameReferences } from './rename-references'

const moved = new Map([
  ['a1.0', { client: 99, clock: 7 }],
  ['a1.12', { client: 99, clock: 8 }],
])

test('references follow entries to their new dots, wherever they stand, and nothing else changes', () => {
  const payload = JSON.stringify([
    1,
    { derivedFrom: ['team.0.a1.0', 'other.0.b2.0'], gate: { similarTo: ['t.e.0.a1.12'] } },
  ])
  expect(JSON.parse(renameReferences(payload, moved))).toEqual([
    1,
    { derivedFrom: ['team.0.2r.7', 'other.0.b2.0'], gate: { similarTo: ['t.e.0.2r.8'] } },
  ])
})

test('what names no moved entry stays as it is, byte by byte', () => {
  for (const payload of [
    '[1, {"a": "team.0.a1.1"}]',
    'no JSON: team.0.a1.0',
    '[1,{"text":"see team.0.a1.0, please"}]',
  ]) {
    expect(renameReferences(payload, moved)).toBe(payload)
  }
})
