import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameError } from './frame-error'
import { decodeLaneMessage, encodeLane, encodeLaneMessage } from './lane'

const lane = fc.maxSafeNat()
const frame = fc.uint8Array({ minLength: 1 }).map(bytes => Uint8Array.of(1 + (bytes[0]! % 255), ...bytes.subarray(1)))
const message = fc.oneof(
  fc.record({ lane, frame }),
  fc.record({ lane, end: fc.record({ code: fc.nat(4999), reason: fc.string({ maxLength: 100 }) }) }),
)

test('LN1 LN3 a message of a lane is its number and a frame, or its end', () => {
  fc.assert(
    fc.property(message, each => {
      expect(decodeLaneMessage(encodeLaneMessage(each))).toEqual(each)
    }),
  )
  expect(encodeLaneMessage({ lane: 300, frame: Uint8Array.of(6, 1) })).toEqual(Uint8Array.of(...encodeLane(300), 6, 1))
  expect(encodeLaneMessage({ lane: 1, end: { code: 1000, reason: 'ok' } })).toEqual(
    Uint8Array.of(1, 0, 0xe8, 0x07, 2, 0x6f, 0x6b),
  )
})

test('LN4 what is no message of a lane is invalid, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      try {
        expect(encodeLaneMessage(decodeLaneMessage(bytes))).toEqual(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError)
      }
    }),
  )
  for (const bytes of [[], [1], [1, 0], [1, 0, 5], [1, 0, 5, 0, 9], [0x81, 0x00, 6]]) {
    expect(() => decodeLaneMessage(Uint8Array.from(bytes))).toThrow(FrameError)
  }
})
