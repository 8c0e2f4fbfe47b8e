import type { Receipt } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { createReceiptKey } from '../identity/receipt-key'
import { joinRoom, joinStock } from './join'
import { createRoom } from './room'
import { writerOf } from './writer'

const key = createReceiptKey(new Uint8Array(32), 'first', () => 999)
const ada = { id: 1, agent: 'ada', user: 'u', rights: new Set(['read', 'append'] as const) }
const bob = { ...ada, id: 2, agent: 'bob' }
const roomOf = (epoch: string) => createRoom({ channel: 1, epoch, mode: 'entries', book: key.bookOf('room', epoch) })
const nothing = { request: 1, epoch: '', vector: new Map(), deletesDigest: 0 }

function join(room: ReturnType<typeof roomOf>, who: typeof ada, ids: number[], receipts: readonly Receipt[] = []) {
  const answer = joinRoom(room, who, { ...nothing, ids, receipts }).find(({ type }) => type === 'joined')
  if (answer?.type !== 'joined') throw new Error('no answer')
  return { taken: answer.taken, receipts: answer.receipts, given: answer.receipts.map(({ client }) => client) }
}

test('ID13 ID16 an id is given a receipt when it is named, and with it comes a spare one; who shows both gets neither again', () => {
  const room = roomOf('first')
  const { taken, given, receipts } = join(room, ada, [101])
  expect([taken, given]).toEqual([[], [101, 999]])
  expect(join(room, ada, [101], receipts)).toMatchObject({ taken: [], given: [] })
  expect(join(room, ada, [101], receipts.slice(0, 1))).toMatchObject({ given: [999] })
})

test('ID15 a relay that lost its log gives an id to who shows its receipt, and to nobody else', () => {
  const { receipts } = join(roomOf('first'), ada, [101])
  const stolen = join(roomOf('first'), bob, [102]).receipts.map(({ mac }) => ({ client: 101, mac }))
  const wiped = roomOf('second')
  expect(join(wiped, bob, [101], receipts)).toMatchObject({ taken: [101], given: [999] })
  expect(join(wiped, bob, [101], stolen)).toMatchObject({ taken: [101] })
  expect(join(wiped, bob, [101])).toMatchObject({ taken: [101] })
  expect(join(wiped, ada, [101], receipts)).toMatchObject({ taken: [], given: [] })
  expect(join(wiped, bob, [101], stolen)).toMatchObject({ taken: [101] })
})

test('ID16 whoever is new to a recovered room takes the spare id', () => {
  const wiped = roomOf('second')
  const { taken, receipts } = join(wiped, ada, [103])
  expect(taken).toEqual([103])
  expect(join(wiped, ada, [999], receipts)).toMatchObject({ taken: [] })
})

test('ID17 in a recovered room a stock client binds none of the ids that receipts are given for', () => {
  for (const [epoch, mayTakeNative] of [
    ['first', true],
    ['second', false],
  ] as const) {
    const room = roomOf(epoch)
    joinStock(room, ada)
    const writer = writerOf(room, room.members.get(ada.id)!)
    expect([writer.mayWrite(2 ** 32 - 1), writer.mayWrite(2 ** 32)]).toEqual([true, mayTakeNative])
  }
})
