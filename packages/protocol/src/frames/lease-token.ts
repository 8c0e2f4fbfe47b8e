import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

/** The fencing token of a lease: writes made under a lease carry it. */
export interface LeaseToken {
  readonly epoch: string
  /** higher than that of every lease the room granted before */
  readonly number: number
}

export function writeLeaseToken(writer: FrameWriter, { epoch, number }: LeaseToken): void {
  writer.text(epoch)
  writer.uint(number)
}

export function readLeaseToken(reader: FrameReader): LeaseToken {
  return { epoch: reader.optionalName('epoch of a lease'), number: reader.uint() }
}
