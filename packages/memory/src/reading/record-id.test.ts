import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordIdToString, stringToRecordId } from './record-id'

test('an id survives being written and read, also in spaces whose names hold dots', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.nat(999),
      fc.maxSafeNat(),
      fc.nat(),
      (space, segment, client, clock) => {
        const id = { space, segment, dot: { client, clock } }
        expect(stringToRecordId(recordIdToString(id))).toEqual(id)
      },
    ),
  )
})

test.each(['', 'team', 'team.0.x', 'team.0.x.y', '.0.a.1', 'team.00.a.1', 'team.0.A.1'])('%j is no id', text => {
  expect(stringToRecordId(text)).toBeUndefined()
})
