import { encodeFrame, type Updates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { updatesMessage } from './updates-message'
import { toMessage, toWebSocketMessage } from './websocket-message'

const updatesOf = (...lengths: number[]): Updates => ({
  type: 'updates',
  channel: 3_000_000_000,
  number: 300,
  updates: lengths.map(length => new Uint8Array(length).fill(7)),
})

test.each([[[0]], [[124, 5000, 3]], [[4096]], [[70_000, 10, 9000]], [Array(200).fill(5000)]])(
  'FR1 FO3 updates of %j bytes are one message, whatever its parts',
  lengths => {
    const frame = updatesOf(...lengths)
    for (const receivers of [1, 50]) {
      const parts = updatesMessage(frame, receivers)
      expect(Buffer.concat(parts).equals(toWebSocketMessage(encodeFrame(frame))), `${receivers}`).toBe(true)
    }
    expect(Buffer.compare(toMessage(frame), toWebSocketMessage(encodeFrame(frame)))).toBe(0)
  },
)

test('FO3 large updates are passed on, small ones copied', () => {
  const large = updatesOf(50_000, 40_000)
  expect(updatesMessage(large)[1]).toBe(large.updates[0])
  expect(updatesMessage(updatesOf(124, 124, 124))).toHaveLength(1)
  expect(updatesMessage(large, 50)).toHaveLength(1)
  const one = updatesOf(50_000)
  expect(updatesMessage(one, 50)[1]).toBe(one.updates[0])
})
