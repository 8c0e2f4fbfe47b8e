import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries, appendHole } from '../model'
import {
  decodeBinding,
  decodeMeta,
  decodeNumbered,
  decodeOutbox,
  decodeParked,
  encodeBinding,
  encodeMeta,
  encodeNumbered,
  encodeOutbox,
  encodeParked,
} from './journal-codec'
import { withUpdate } from './outbox'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

function record() {
  const doc = new Y.Doc()
  const hole = appendHole(doc, 5, 2)
  const entry = { key: 'k', parents: [{ client: 7, clock: 1 }], payload: 'p' }
  const { update, dots } = appendEntries(doc, 5, [entry])
  const parts = { n: 3, client: 5, time: 1000, isCompaction: false, removes: [], hole, bytes: update }
  return withUpdate({ ...parts, entries: [{ ...entry, dot: dots[0]! }] })
}

const meta = {
  epoch: 'e',
  clean: true,
  client: 5,
  spare: 6,
  n: 3,
  restore: [4],
  stranded: [],
  sentUpTo: 3,
  rights: ['read' as const],
}

test('what is written is read again', () => {
  expect(decodeMeta(encodeMeta(meta))).toEqual(meta)
  expect(decodeOutbox(encodeOutbox(record()))).toEqual(record())
  const parked = { record: record(), code: 'removed' as const, message: 'm', value: 9 }
  expect(decodeParked(encodeParked(parked))).toEqual(parked)
  const removal = { ...record(), removes: [{ client: 5, clock: 0 }], isCompaction: true }
  expect(decodeOutbox(encodeOutbox(removal))).toEqual(removal)
  const claimed = { ...record(), lease: { epoch: 'e', number: 4 } }
  expect(decodeOutbox(encodeOutbox(claimed))).toEqual(claimed)
  expect(decodeParked(encodeParked({ ...parked, record: claimed }))).toEqual({ ...parked, record: claimed })
  expect(decodeBinding(encodeBinding(7, { agent: 'a', user: 'u' }))).toEqual([7, { agent: 'a', user: 'u' }])
  expect(decodeNumbered(encodeNumbered(7, new Uint8Array([1])), 'a piece')).toEqual([7, new Uint8Array([1])])
})

test('the bytes on disk are those of version 1', () => {
  expect(hex(encodeNumbered(300, new Uint8Array([1, 2])))).toBe('01ac02020102')
  expect(hex(encodeBinding(7, { agent: 'a', user: 'u' }))).toBe('010701610175')
  expect(hex(encodeOutbox(record()))).toMatchInlineSnapshot(
    `"010305e80700001201010500010105772f352f30020105010002170101050288050101750377016b75027d077d0177017000"`,
  )
  expect(hex(encodeOutbox({ ...record(), lease: { epoch: 'e', number: 4 } })).slice(0, 18)).toBe('020305e80702016504')
  const first =
    '01637b2265706f6368223a2265222c22636c65616e223a747275652c22636c69656e74223a352c227370617265223a362c226e223a332c22726573746f7265223a5b345d2c22737472616e646564223a5b5d2c22726967687473223a5b2272656164225d7d'
  const { sentUpTo: _, ...known } = meta
  expect(hex(encodeMeta(known as typeof meta))).toBe(first)
  expect(decodeMeta(Buffer.from(first, 'hex'))).toEqual({ ...known, sentUpTo: null })
})

test('what a newer version wrote is left alone, what is damaged is said to be', () => {
  const newer = encodeMeta(meta)
  newer[0] = 2
  expect(() => decodeMeta(newer)).toThrow(expect.objectContaining({ code: 'newer' }))
  expect(() => decodeMeta(encodeMeta(meta).slice(0, 9))).toThrow(expect.objectContaining({ code: 'damaged' }))
  expect(() => decodeOutbox(encodeOutbox(record()).slice(0, -3))).toThrow(expect.objectContaining({ code: 'damaged' }))
  expect(() => decodeOutbox(new Uint8Array())).toThrow(expect.objectContaining({ code: 'damaged' }))
})
