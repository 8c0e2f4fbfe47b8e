import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { compactable } from './compaction'
import type { Dot } from './dot'
import { EntryIndex } from './entry-index'
import { appendEntries } from './write'

const key = 'f/a'
const all = { isAccepted: () => true, mayDelete: () => true }

/** A chain of entries, each replacing the one before, each by the next of these writers. */
function chain(...clients: number[]): { index: EntryIndex; dots: Dot[]; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  const dots: Dot[] = []
  const updates = clients.map(client => {
    const written = appendEntries(doc, client, [{ key, parents: dots.slice(-1), payload: '' }])
    dots.push(...written.dots)
    return written.update
  })
  return { index: new EntryIndex(doc), dots, updates }
}

test('everything replaced by an accepted entry may go, and no head', () => {
  const { index, dots } = chain(1, 2, 3)
  expect(compactable(index, key, all)).toEqual(dots.slice(0, 2))
})

test('nothing goes that only an entry still in doubt replaced', () => {
  const { index, dots } = chain(1, 2, 3)
  const isAccepted = ({ dot }: { dot: Dot }) => dot.client !== 3
  expect(compactable(index, key, { ...all, isAccepted })).toEqual(dots.slice(0, 1))
})

test('an entry that has to stay keeps its descendants', () => {
  const { index, dots } = chain(1, 2, 3, 4)
  const mayDelete = ({ dot }: { dot: Dot }) => dot.client !== 2
  expect(compactable(index, key, { ...all, mayDelete })).toEqual(dots.slice(0, 1))
})

test('an entry may leave from above one that has to stay, where a later one that stays names that as well', () => {
  const doc = new Y.Doc()
  const dots: Dot[] = []
  const write = (client: number, ...parents: Dot[]) =>
    dots.push(...appendEntries(doc, client, [{ key, parents, payload: '' }]).dots)
  write(1)
  write(2, dots[0]!)
  write(2, dots[1]!, dots[0]!)
  write(2, dots[2]!, dots[0]!)
  const index = new EntryIndex(doc)
  const mayDelete = ({ dot }: { dot: Dot }) => dot.client === 2 && dot.clock < dots[3]!.clock
  expect(compactable(index, key, { ...all, mayDelete })).toEqual(dots.slice(1, 3))
  const isAccepted = ({ dot }: { dot: Dot }) => dot.clock < dots[3]!.clock
  expect(compactable(index, key, { isAccepted, mayDelete })).toEqual([])
})

test('of two entries beside each other that name the same one that stays, neither leaves because of the other', () => {
  const doc = new Y.Doc()
  const write = (client: number, ...parents: Dot[]) =>
    appendEntries(doc, client, [{ key, parents, payload: '' }]).dots[0]!
  const stays = write(1)
  const [one, other] = [write(2, stays), write(3, stays)]
  write(4, one, other)
  const index = new EntryIndex(doc)
  for (const client of [2, 3])
    expect(compactable(index, key, { ...all, mayDelete: ({ dot }) => dot.client === client })).toEqual([])
})

test('while a parent has not arrived, its children stay: it would come back as a head', () => {
  const { dots, updates } = chain(1, 2, 3)
  const doc = new Y.Doc()
  for (const update of updates.slice(1)) Y.applyUpdate(doc, update)
  expect(compactable(new EntryIndex(doc), key, all)).toEqual([])
  Y.applyUpdate(doc, updates[0]!)
  expect(compactable(new EntryIndex(doc), key, all)).toEqual(dots.slice(0, 2))
})

test('entries in a loop stay, and so does what replaced them', () => {
  const doc = new Y.Doc()
  appendEntries(doc, 1, [{ key, parents: [{ client: 2, clock: 0 }], payload: '' }])
  appendEntries(doc, 2, [{ key, parents: [{ client: 1, clock: 0 }], payload: '' }])
  appendEntries(doc, 3, [{ key, parents: [{ client: 1, clock: 0 }], payload: '' }])
  appendEntries(doc, 3, [{ key, parents: [{ client: 3, clock: 0 }], payload: '' }])
  expect(compactable(new EntryIndex(doc), key, all)).toEqual([])
})
