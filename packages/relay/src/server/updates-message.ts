import { encodeFrame, type Updates } from '@commonplace/protocol'
import * as encoding from 'lib0/encoding'
import { concatenated, toMessage, toWebSocketParts } from './websocket-message'

// From this size on an update is cheaper to pass on than to copy.
const sharedBytes = 4096
// So many receivers cost more with every part of a message than one copy of all its parts.
const manyReceivers = 8

/**
 * An `updates` frame as one message, in parts when its updates are large: who wrote some of them gets the others in a frame
 * of its own, and all of these share the updates. Several of them for many receivers are copied into one part once.
 *
 * @param receivers how many get it
 */
export function updatesMessage(frame: Updates, receivers = 1): Uint8Array[] {
  const { updates } = frame
  const bytes = updates.reduce((sum, { length }) => sum + length, 0)
  if (bytes < sharedBytes * updates.length) return [toMessage(frame)]
  // The updates are the frame's last part, a count and each with its length: the frame of none ends with a count of 0.
  const start = encodeFrame({ ...frame, updates: [] }).subarray(0, -1)
  const [first, ...rest] = updates.flatMap((update, index) => {
    const before = encoding.encode(encoder => {
      if (index === 0) {
        encoding.writeUint8Array(encoder, start)
        encoding.writeVarUint(encoder, updates.length)
      }
      encoding.writeVarUint(encoder, update.length)
    })
    return [before, update]
  })
  const parts = toWebSocketParts(first!, ...rest)
  return receivers >= manyReceivers && updates.length > 1 ? [concatenated(parts)] : parts
}
