import { expect, test } from 'vitest'
import { privateNotesOf } from './private-notes'

const bare = { id: 'x', speakers: ['Ada', 'Ben'] as const, turns: [], questions: [], skipped: 0 }

test('notes of the file are taken as they are', () => {
  const notes = [{ speaker: 'Ada', text: 'quillfeather', canary: 'quillfeather' }]
  expect(privateNotesOf({ ...bare, notes })).toBe(notes)
})

test('without any, both speakers get notes, each with a canary of its own', () => {
  const notes = privateNotesOf({ ...bare, notes: [] })
  expect(new Set(notes.map(({ speaker }) => speaker))).toEqual(new Set(['Ada', 'Ben']))
  expect(new Set(notes.map(({ canary }) => canary)).size).toBe(notes.length)
  for (const { text, canary } of notes) expect(text).toContain(canary)
})
