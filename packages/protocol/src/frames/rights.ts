import { FrameError } from '../frame-error'
import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'
import { allRights, type Right } from '../rights'

/** Rights as bits, in the order of `allRights`. */
export function writeRights(writer: FrameWriter, rights: readonly Right[]): void {
  writer.byte(allRights.reduce((bits, right, bit) => bits | (rights.includes(right) ? 1 << bit : 0), 0))
}

export function readRights(reader: FrameReader): Right[] {
  const bits = reader.byte()
  if (bits >= 1 << allRights.length) throw new FrameError('unsupported', 'a right is unknown')
  return allRights.filter((_, bit) => bits & (1 << bit))
}
