import { randomBytes } from 'node:crypto'
import type { Conversation, PrivateNote } from './conversation'

const notesPerSpeaker = 6

/**
 * The private notes of a conversation; where its file brings none, some are made up, so that every run has something
 * that must not be seen elsewhere. Their canaries are random, so they cannot stand in anything but a leak.
 */
export function privateNotesOf({ notes, speakers }: Conversation): readonly PrivateNote[] {
  if (notes.length > 0) return notes
  return speakers.flatMap(speaker =>
    Array.from({ length: notesPerSpeaker }, (_, index) => {
      const canary = `canary${randomBytes(8).toString('hex')}`
      return { speaker, canary, text: `Note ${index + 1} of ${speaker}, for nobody else: ${canary}.` }
    }),
  )
}
