import { FrameError } from './frame-error'
import { FrameReader } from './frame-reader'
import { FrameWriter } from './frame-writer'
import { defaultLimits } from './limits'

/** The WebSocket subprotocol of a socket that carries lanes: each is what a socket of `subprotocol` is. */
export const lanesSubprotocol = 'commonplace-lanes.1'

/** Lanes of one socket at once. */
export const lanesPerSocket = 64

/** What one message says of one lane: a frame, or that the lane is over, as a WebSocket says it with code and reason. */
export type LaneMessage =
  | { readonly lane: number; readonly frame: Uint8Array }
  | { readonly lane: number; readonly end: { readonly code: number; readonly reason: string } }

// No frame has this type.
const endByte = 0

/** What stands before a frame of a lane. */
export function encodeLane(lane: number): Uint8Array {
  const writer = new FrameWriter()
  writer.uint(lane)
  return writer.toUint8Array()
}

/** A message of a lane as bytes. */
export function encodeLaneMessage(message: LaneMessage): Uint8Array {
  if ('frame' in message) {
    const lane = encodeLane(message.lane)
    const bytes = new Uint8Array(lane.length + message.frame.length)
    bytes.set(lane)
    bytes.set(message.frame, lane.length)
    return bytes
  }
  const writer = new FrameWriter()
  writer.uint(message.lane)
  writer.byte(endByte)
  writer.uint(message.end.code)
  writer.message(message.end.reason)
  return writer.toUint8Array()
}

/**
 * Reads a message of a socket that carries lanes; the frame is a view of its bytes, and is not looked into.
 *
 * @throws FrameError `invalid`
 */
export function decodeLaneMessage(bytes: Uint8Array): LaneMessage {
  const reader = new FrameReader(bytes, defaultLimits)
  const lane = reader.uint()
  const start = encodeLane(lane).length
  if (start === bytes.length) throw new FrameError('invalid', 'a lane without a frame')
  if (bytes[start] !== endByte) return { lane, frame: bytes.subarray(start) }
  reader.byte()
  const end = { code: reader.uint(), reason: reader.message() }
  reader.end()
  return { lane, end }
}
