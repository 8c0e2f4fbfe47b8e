import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

export function writeIds(writer: FrameWriter, ids: readonly number[]): void {
  writer.uint(ids.length)
  for (const id of ids) writer.uint(id)
}

export function readIds(reader: FrameReader): number[] {
  const ids: number[] = []
  for (let left = reader.count(reader.limits.idsPerJoin, 'client ids'); left > 0; left--) ids.push(reader.uint())
  return ids
}
