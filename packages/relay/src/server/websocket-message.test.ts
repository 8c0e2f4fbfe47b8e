import { encodeFrame, type Frame } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import { messagesIn, toMessage } from './websocket-message'

test('messages keep their bytes while others are made, of any size', () => {
  const seed = 5
  const random = new SeededRandom(seed)
  const frames = Array.from({ length: 300 }, (_, index): Frame => {
    const size = random.chance(0.05) ? random.below(90_000) : random.below(400)
    return { type: 'updates', channel: index, number: index, updates: [new Uint8Array(size).fill(index % 251)] }
  })
  const messages = frames.map(frame => {
    const message = toMessage(frame)
    // A frame that is copied out, and one that comes to nothing, leave no trace in the next.
    encodeFrame({ type: 'pong', nonce: 2 ** 53 - 1 })
    expect(() => toMessage({ type: 'pong', nonce: -1 })).toThrow('no unsigned integer')
    return message
  })
  const found = messages.map(message => Buffer.from(messagesIn([message])[0]!).toString('latin1'))
  expect(found, `seed ${seed}`).toEqual(frames.map(frame => Buffer.from(encodeFrame(frame)).toString('latin1')))
  expect(new Set(messages.map(({ buffer }) => buffer)).size).toBeLessThan(frames.length / 4)
})
