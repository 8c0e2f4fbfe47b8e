import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { DamagedItemError, decodeItem, encodeItem } from './stored-item'

const update = new Writer(101).push('payload')
const item = {
  first: 3,
  last: 3,
  level: 0,
  codec: 0,
  size: update.length,
  bytes: update,
  bindings: [{ client: 101, agent: 'ada', user: 'eve' }],
  receptions: [{ client: 101, clock: 7, window: 179_565_479 }],
  from: new Map([[101, 0]]),
  to: new Map([[101, 1]]),
  skips: new Map(),
  deletes: new Map(),
}

test('an item comes back as it was', () => {
  expect(decodeItem(encodeItem(item))).toEqual(item)
})

const empty = { ...item, size: 2, bytes: Uint8Array.of(0, 0), from: new Map(), to: new Map() }

test('format 2 is what it was when it was first written', () => {
  expect(Buffer.from(encodeItem(empty)).toString('hex')).toBe(
    '180000007665bcdb020000030301650361646103657665016507a7e7cf550000',
  )
})

test('an item of format 1 says nothing of when it was received', () => {
  const bytes = Buffer.from('1100000012be853b0100000303016503616461036576650000', 'hex')
  const { first, bindings } = item
  expect(decodeItem(bytes)).toMatchObject({ first, bindings, receptions: [] })
})

test('no flipped bit and no missing end is taken for an item', () => {
  const bytes = encodeItem(item)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice()
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => decodeItem(flipped), `bit ${bit}`).toThrow(DamagedItemError)
  }
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeItem(bytes.subarray(0, length)), `${length} bytes`).toThrow(DamagedItemError)
  }
})
