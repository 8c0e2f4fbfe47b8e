import { FrameError } from '../frame-error'
import { FrameReader } from '../frame-reader'
import { FrameWriter } from '../frame-writer'
import type { Limits } from '../limits'

/** A V1 update, deflated: only in pieces, and only for a client that speaks version 2. */
export const codecDeflated = 1

/** From this version on a client reads deflated pieces. */
export const packedSince = 2

/** A deflated update before it is inflated. */
export interface Packed {
  /** bytes of the update, which it inflates to exactly */
  readonly size: number
  /** RFC 1951 */
  readonly deflated: Uint8Array
}

/** What a piece of codec 1 carries. */
export function encodePacked({ size, deflated }: Packed): Uint8Array {
  const writer = new FrameWriter()
  writer.uint(size)
  writer.rest(deflated)
  return writer.toUint8Array()
}

/**
 * What it declares is known before anything is inflated.
 *
 * @throws FrameError `too-large` when it declares more than a frame may hold, `invalid` when it declares nothing
 */
export function decodePacked(bytes: Uint8Array, limits: Limits): Packed {
  const reader = new FrameReader(bytes, limits)
  const size = reader.uint()
  const most = limits.frameBytes
  if (size > most) throw new FrameError('too-large', `a piece of ${size} bytes, ${most} are taken`, most)
  const deflated = reader.rest()
  if (size === 0 || deflated.length === 0) throw new FrameError('invalid', 'a deflated piece of nothing')
  return { size, deflated }
}
