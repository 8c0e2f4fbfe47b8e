import { decodeUpdate, scrubUpdate } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries, type Dot, deleteEntries, type NewEntry, recordKey, sameDot } from '../model'
import { applyAll } from './apply'
import { entriesOf } from './document-entries.fixture'
import { type OutboxRecord, withUpdate } from './outbox'
import { type RebuildCause, type RebuildInput, rebuild } from './rebuild'

const client = 5
const no = { code: 'invalid', message: 'no', value: 0 } as const

/** A replica's document with an outbox that grows by writing. */
class Writer {
  readonly doc = new Y.Doc()
  outbox: OutboxRecord[] = []
  holes = new Map<number, Uint8Array>()
  client = client
  #n = 0

  append(payload: string, parents: readonly Dot[] = [], count = 1, key = 'k'): OutboxRecord {
    const entries: NewEntry[] = Array.from({ length: count }, (_, i) => ({
      key,
      parents,
      payload: count > 1 ? `${payload}${i}` : payload,
    }))
    const { update, dots } = appendEntries(this.doc, this.client, entries)
    const hole = this.holes.get(this.client) ?? null
    this.holes.delete(this.client)
    return this.#put({
      entries: entries.map((entry, i) => ({ ...entry, dot: dots[i]! })),
      removes: [],
      bytes: update,
      hole,
    })
  }

  remove(removes: readonly Dot[], isCompaction = false): OutboxRecord {
    return this.#put({ entries: [], removes, bytes: deleteEntries(this.doc, removes)!, isCompaction })
  }

  rebuild(cause: RebuildCause, options: Partial<RebuildInput> = {}) {
    return rebuild({
      doc: new Y.Doc(),
      base: [],
      outbox: this.outbox,
      holes: this.holes,
      client: this.client,
      cause,
      randomClientId: () => 77,
      onBase: () => {},
      ...options,
    })
  }

  refuse(...refused: OutboxRecord[]) {
    return this.rebuild({ kind: 'refused', refusals: new Map(refused.map(({ n }) => [n, no])) })
  }

  /** Goes on from what a rebuild gave. */
  adopt(rebuilt: ReturnType<Writer['rebuild']>): Writer {
    const writer = new Writer()
    applyAll(writer.doc, [Y.encodeStateAsUpdate(rebuilt.doc)])
    writer.outbox = [...rebuilt.outbox]
    writer.holes = new Map(rebuilt.holes)
    writer.client = rebuilt.client
    writer.#n = this.#n
    return writer
  }

  #put(parts: Pick<OutboxRecord, 'entries' | 'removes' | 'bytes'> & Partial<OutboxRecord>): OutboxRecord {
    const whole = { n: ++this.#n, client: this.client, time: 0, isCompaction: false, hole: null, ...parts }
    const record = withUpdate(whole)
    this.outbox.push(record)
    return record
  }
}

const dotOf = (record: OutboxRecord, i = 0) => record.entries[i]!.dot
const payloads = (doc: Y.Doc) => entriesOf(doc).map(({ payload }) => payload)

/** What a room that took exactly these writes holds. */
function roomOf(outbox: readonly OutboxRecord[]): Y.Doc {
  const doc = new Y.Doc()
  for (const { update } of outbox) {
    Y.applyUpdate(doc, update)
    expect(doc.store.pendingStructs).toBeNull()
  }
  return doc
}

test('RF5 a refused write leaves a hole of its length; later writes keep their dots', () => {
  const writer = new Writer()
  const first = writer.append('first')
  const bad = writer.append('bad', [], 3)
  const last = writer.append('last')
  const { outbox, parked, holes, doc } = writer.refuse(bad)
  expect(outbox.map(({ n, entries }) => [n, entries.map(({ dot }) => dot)])).toEqual([
    [1, [dotOf(first)]],
    [3, [dotOf(last)]],
  ])
  expect(parked).toEqual([{ record: bad, ...no }])
  expect(holes.size).toBe(0)
  expect(payloads(doc)).toEqual(['first', 'last'])
  expect(payloads(roomOf(outbox))).toEqual(['first', 'last'])
})

test('RF6 parents that named the refused write become its own, through several refusals', () => {
  const writer = new Writer()
  const root = writer.append('root')
  const bad = writer.append('bad', [dotOf(root)])
  const worse = writer.append('worse', [dotOf(bad)])
  const head = writer.append('head', [dotOf(worse), dotOf(root)])
  const { outbox } = writer.refuse(bad, worse)
  expect(outbox.at(-1)).toMatchObject({ n: head.n, entries: [{ dot: dotOf(head), parents: [dotOf(root)] }] })
})

test('RF7 the hole of the last write waits for the next one, which brings it along', () => {
  const writer = new Writer()
  writer.append('first')
  const rebuilt = writer.refuse(writer.append('bad'))
  expect([...rebuilt.holes.keys()]).toEqual([client])
  const next = writer.adopt(rebuilt)
  expect(dotOf(next.append('next'))).toEqual({ client, clock: 2 })
  expect(payloads(roomOf(next.outbox))).toEqual(['first', 'next'])
})

test('an earlier refusal after a later one: each hole stands where its write was', () => {
  const writer = new Writer()
  const first = writer.append('first')
  const second = writer.append('second')
  const third = writer.append('third')
  const without = writer.adopt(writer.refuse(third))
  const rebuilt = without.refuse(first)
  expect(dotOf(rebuilt.outbox[0]!)).toEqual(dotOf(second))
  const again = without.adopt(rebuilt)
  const last = again.refuse(again.outbox[0]!)
  expect(last.outbox).toEqual([])
  const next = again.adopt(last)
  expect(dotOf(next.append('next'))).toEqual({ client, clock: 3 })
  expect(payloads(roomOf(next.outbox))).toEqual(['next'])
})

test('a write behind a hole is refused too: the next one fills both', () => {
  const writer = new Writer()
  const after = writer.adopt(writer.refuse(writer.append('bad')))
  const behind = after.append('behind')
  after.append('last')
  const rebuilt = after.refuse(behind)
  expect(payloads(roomOf(rebuilt.outbox))).toEqual(['last'])
  expect(dotOf(rebuilt.outbox[0]!)).toEqual({ client, clock: 2 })
})

test('under an id nobody writes on with, a refused write leaves nothing', () => {
  const writer = new Writer()
  const bad = writer.append('bad')
  writer.client = 6
  writer.append('next')
  const { doc, outbox, holes } = writer.refuse(bad)
  expect(Y.getState(doc.store, client)).toBe(0)
  expect(holes.size).toBe(0)
  expect(payloads(roomOf(outbox))).toEqual(['next'])
})

test('erasures are replayed, also of what moved; compactions are given up; what is gone needs no erasure', () => {
  const writer = new Writer()
  const kept = writer.append('kept')
  const bad = writer.append('bad')
  const victim = writer.append('victim')
  writer.remove([dotOf(victim)])
  writer.remove([dotOf(bad)])
  writer.remove([dotOf(kept)], true)
  const { outbox, dropped, done, doc } = writer.refuse(bad)
  expect(payloads(doc)).toEqual(['kept'])
  expect(outbox.map(({ n }) => n)).toEqual([1, 3, 4])
  expect(done.map(({ n }) => n)).toEqual([5])
  expect(dropped).toMatchObject([{ record: { n: 6 }, code: 'dropped' }])
  expect(payloads(roomOf(outbox))).toEqual(['kept'])
})

test('a fresh id: what is in doubt and all that follows gets new dots, and names follow', () => {
  const writer = new Writer()
  writer.client = 4
  const sure = writer.append('sure')
  writer.client = client
  const doubt = writer.append('doubt', [dotOf(sure)])
  const child = writer.append('child', [dotOf(doubt)])
  writer.remove([dotOf(child)])
  const rebuilt = writer.rebuild({ kind: 'renew', strangers: new Set([client]) })
  expect(rebuilt.client).toBe(77)
  expect(rebuilt.outbox.slice(1)).toMatchObject([
    { client: 77, entries: [{ dot: { client: 77, clock: 0 }, parents: [dotOf(sure)] }] },
    { client: 77, entries: [{ dot: { client: 77, clock: 1 }, parents: [{ client: 77, clock: 0 }] }] },
    { removes: [{ client: 77, clock: 1 }] },
  ])
  expect([...rebuilt.moved]).toEqual([
    ['5.0', { client: 77, clock: 0 }],
    ['5.1', { client: 77, clock: 1 }],
  ])
  expect(payloads(roomOf(rebuilt.outbox)).sort()).toEqual(['doubt', 'sure'])
})

test('a record is named by where its first version stands, also when that moves', () => {
  const writer = new Writer()
  const first = writer.append('first', [], 1, recordKey({ client, clock: 0 }))
  writer.append('of somebody else', [], 1, recordKey({ client: 9, clock: 0 }))
  writer.append('second', [dotOf(first)], 1, recordKey(dotOf(first)))
  const { outbox } = writer.rebuild({ kind: 'renew', strangers: new Set([client]) })
  const moved = recordKey({ client: 77, clock: 0 })
  const keys = outbox.flatMap(({ entries }) => entries.map(({ key }) => key))
  expect(keys).toEqual([moved, recordKey({ client: 9, clock: 0 }), moved])
})

test('a write whose place the base has taken is in doubt as well', () => {
  const writer = new Writer()
  writer.append('mine')
  const other = new Y.Doc()
  const { update } = appendEntries(other, client, [{ key: 'k', parents: [], payload: 'theirs' }])
  const rebuilt = writer.rebuild({ kind: 'renew', strangers: new Set() }, { base: [update] })
  expect(rebuilt.outbox).toMatchObject([{ client: 77 }])
  expect(payloads(rebuilt.doc).sort()).toEqual(['mine', 'theirs'])
})

const theirs = appendEntries(
  new Y.Doc(),
  9,
  ['theirs', 'others'].map(payload => ({ key: 'k', parents: [], payload })),
)
const deletesIn = ({ update }: OutboxRecord) => [...decodeUpdate(update).deletes]

test('RT7 a deletion of what the base holds without its content is not done: the room may lack it', () => {
  const writer = new Writer()
  applyAll(writer.doc, [theirs.update])
  const bad = writer.append('bad')
  const removal = writer.remove(theirs.dots)
  const purged = scrubUpdate(theirs.update, new Map([[9, [[0, 2]]]]))
  const refusals = new Map([[bad.n, no]])
  const { outbox, done } = writer.rebuild({ kind: 'refused', refusals }, { base: [purged] })
  expect(done).toEqual([])
  expect(outbox).toMatchObject([{ n: removal.n, removes: theirs.dots }])
  expect(deletesIn(outbox[0]!)).toEqual(deletesIn(removal))
})

test('RT7 a deletion of what was only lent stays, and is in the document before it comes', () => {
  const writer = new Writer()
  applyAll(writer.doc, [theirs.update])
  const bad = writer.append('bad')
  const removal = writer.remove(theirs.dots.slice(1))
  const { outbox, doc } = writer.refuse(bad)
  expect(outbox).toMatchObject([{ n: removal.n, removes: theirs.dots.slice(1) }])
  expect(deletesIn(outbox[0]!)).toEqual(deletesIn(removal))
  applyAll(doc, [theirs.update])
  expect(payloads(doc)).toEqual(['theirs'])
})

test('a record that is written behind a hole keeps its name', () => {
  const writer = new Writer()
  const after = writer.adopt(writer.refuse(writer.append('bad')))
  applyAll(after.doc, [theirs.update])
  const removal = after.remove(theirs.dots)
  const record = after.append('record', [], 1, recordKey({ client, clock: 1 }))
  const { outbox } = after.refuse(removal)
  expect(outbox).toMatchObject([{ n: record.n, entries: [{ key: recordKey({ client, clock: 1 }) }] }])
})

test('RF8 of a compaction stays what was purged meanwhile, since it cannot be decided anew', () => {
  const writer = new Writer()
  applyAll(writer.doc, [theirs.update])
  const bad = writer.append('bad')
  const compaction = writer.remove(theirs.dots, true)
  const purged = scrubUpdate(theirs.update, new Map([[9, [[0, 1]]]]))
  const refusals = new Map([[bad.n, no]])
  const { outbox, dropped, doc } = writer.rebuild({ kind: 'refused', refusals }, { base: [purged] })
  expect(outbox).toMatchObject([{ n: compaction.n, removes: theirs.dots.slice(0, 1) }])
  expect(dropped).toEqual([])
  expect(payloads(doc)).toEqual(['others'])
})

/** As a purge leaves a write of which these were deleted. */
function purged(record: OutboxRecord, ...gone: readonly Dot[]): OutboxRecord {
  const deletes = new Map([[client, gone.map(({ clock }) => [clock, clock + 1] as const)]])
  const entries = record.entries.filter(({ dot }) => !gone.some(each => sameDot(each, dot)))
  return withUpdate({ ...record, entries, bytes: scrubUpdate(record.bytes, deletes) })
}

test('RF6 writes of which something was purged keep their places, and so does what follows', () => {
  const writer = new Writer()
  const bad = writer.append('bad')
  const some = writer.append('some', [dotOf(bad)], 4)
  const all = writer.append('all')
  writer.outbox[1] = purged(some, dotOf(some, 0), dotOf(some, 2))
  writer.outbox[2] = purged(all, dotOf(all))
  writer.remove([dotOf(some, 0), dotOf(some, 2), dotOf(all)])
  const last = writer.append('last', [dotOf(some, 1)])
  const { outbox, parked, done } = writer.refuse(bad)
  expect(outbox.map(({ entries }) => entries.map(({ dot }) => dot))).toEqual([
    [dotOf(some, 1), dotOf(some, 3)],
    [],
    [],
    [dotOf(last)],
  ])
  expect(outbox[0]!.entries.map(({ parents }) => parents)).toEqual([[], []])
  expect(payloads(roomOf(outbox))).toEqual(['some1', 'some3', 'last'])
  expect([parked.length, done]).toEqual([1, []])
})

test('RF5 a write of which nothing is left leaves a hole of its length too when it is refused', () => {
  const writer = new Writer()
  const all = writer.append('all', [], 2)
  writer.outbox[0] = purged(all, ...all.entries.map(({ dot }) => dot))
  writer.remove(all.entries.map(({ dot }) => dot))
  const last = writer.append('last')
  const { outbox, done } = writer.refuse(all)
  expect(done).toMatchObject([{ n: 2 }])
  expect(dotOf(outbox[0]!)).toEqual(dotOf(last))
  expect(payloads(roomOf(outbox))).toEqual(['last'])
})

test('in front of what was purged a refused write leaves its hole, also under an id that is not in use any more', () => {
  const writer = new Writer()
  writer.client = 4
  const bad = writer.append('bad')
  const all = writer.append('all')
  writer.outbox[1] = withUpdate({ ...all, entries: [], bytes: scrubUpdate(all.bytes, new Map([[4, [[1, 2]]]])) })
  writer.client = client
  const { doc, outbox } = writer.refuse(bad)
  expect(Y.getState(doc.store, 4)).toBe(2)
  expect(Y.getState(roomOf(outbox).store, 4)).toBe(2)
})

test('under a fresh id nothing stands for what was purged, and nobody is asked to delete it', () => {
  const writer = new Writer()
  const some = writer.append('some', [], 2)
  writer.outbox[0] = purged(some, dotOf(some, 0))
  writer.remove([dotOf(some, 0)])
  const { outbox, done } = writer.rebuild({ kind: 'renew', strangers: new Set([client]) })
  expect(outbox).toMatchObject([{ entries: [{ dot: { client: 77, clock: 0 }, payload: 'some1' }] }])
  expect(done).toMatchObject([{ removes: [dotOf(some, 0)] }])
})
